"""Explain to an author how a query fares, by the grader's own means: what is shown is what is graded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.domain.outcomes import overall_verdict, score_of
from assessor.errors import GradingFault, InvalidInput
from assessor.grading.compare import Rule
from assessor.grading.lab import HARMFUL, Lab
from assessor.grading.mutation import MutationUnsupported
from assessor.grading.mutation.matrix import kills
from assessor.grading.mutation.trial import timed
from assessor.grading.reference import MemoryReferenceCache, References
from assessor.grading.session import Ended, Stopped
from assessor.grading.show import Difference, difference
from assessor.grading.text import is_blank
from assessor.kinds.base import DEFAULT_LIMITS
from assessor.kinds.explanation import DatasetReport, Explanation, MutantsReport, WorkReport
from assessor.kinds.query import lab_spec, references_of
from assessor.kinds.query_checks import Checks, with_runs
from assessor.kinds.query_messages import Finding
from assessor.kinds.query_mutants import beds_of, mutation_of
from assessor.kinds.query_work import evidence, scored, unmeasured
from assessor.packs.equivalents import read_marks
from assessor.packs.loader import Pack
from assessor.packs.spec import Dataset, ResultCheck, WorkCheck
from assessor.packs.templates import lab_databases
from sandbox.errors import SandboxError
from sandbox.provider import Progress, SandboxProvider

_NOT_RUN = "not run, because another dataset has stopped the query already"


def explain_query(pack: Pack, text: str, labs: SandboxProvider, progress: Progress) -> Explanation:
    """Grade a query and show what is behind it; checks that would not count are looked at all the same.

    Raises InvalidInput for a text that is not one query, GradingFault when the platform fails.
    """
    if is_blank(text):
        raise InvalidInput("The query is empty: there is nothing to explain.")
    with Lab(labs, lab_spec(pack, "explain"), DEFAULT_LIMITS) as lab:
        progress("starting a lab")
        _require_query(pack, text, lab)
        progress("running the reference and the slow sample")
        expected = references_of(pack, lab, labs, MemoryReferenceCache())
        grading = _Explained(pack, Checks(pack, text, lab, expected, progress), expected, lab)
        outcomes = grading.checks.all()
        datasets = (*grading.result_datasets(), *grading.work_datasets())
        works = tuple(grading.work(check) for check in _work_checks(pack))
    mutants = _mutants(pack, labs, expected, progress)
    verdict, score = overall_verdict(outcomes), score_of(outcomes)
    return Explanation(pack.spec.slug, verdict, score, outcomes, datasets, works, mutants)


def _require_query(pack: Pack, text: str, lab: Lab) -> None:
    try:
        lab.describe(next(iter(lab_databases(pack).values())), text)
    except Stopped as stopped:
        if stopped.ended is Ended.REFUSED:
            raise InvalidInput(f"{stopped.reason[:1].upper()}{stopped.reason[1:]}.") from stopped
        raise GradingFault(f"The query could not be read: {stopped.reason}.") from stopped


def _work_checks(pack: Pack) -> Iterator[WorkCheck]:
    return (check for check in pack.spec.check if isinstance(check, WorkCheck))


@dataclass(frozen=True)
class _Explained:
    """One query that was graded, and what the grading did not need to look at."""

    pack: Pack
    checks: Checks
    expected: References
    lab: Lab

    def result_datasets(self) -> Iterator[DatasetReport]:
        """The datasets of the result checks; after harm nothing more is run, as in a grading."""
        names = [
            name
            for check in self.pack.spec.check
            if isinstance(check, ResultCheck)
            for name in check.datasets
        ]
        for name in dict.fromkeys(names):
            dataset = self.pack.dataset(name)
            if self._harmed and name not in self.checks.findings:
                yield _report(dataset, "not run", None, _NOT_RUN)
            else:
                yield self._result(self.checks.finding(dataset))

    @property
    def _harmed(self) -> bool:
        return any(finding.rule in HARMFUL for finding in self.checks.findings.values())

    def _result(self, finding: Finding) -> DatasetReport:
        verdict = "right" if finding.right else "wrong"
        return _report(
            finding.dataset,
            verdict,
            finding.rule,
            finding.message,
            self._rows(finding.dataset.name, finding.rule),
        )

    def _rows(self, dataset: str, rule: str | None) -> Difference | None:
        """The rows of one more run; there are none where no result came."""
        if rule is None or rule in set(Ended):
            return None
        database = lab_databases(self.pack)[dataset]
        try:
            given = self.lab.fetch(database, self.checks.text)
            wanted = self.expected.tables[dataset]
            if rule not in set(Rule):  # another result each time
                wanted, given = given, self.lab.fetch(database, self.checks.text)
        except Stopped:
            return None
        return difference(wanted, given, self.checks.order)

    def work_datasets(self) -> Iterator[DatasetReport]:
        """The datasets on which work is measured: a result must be right there, too."""
        for name in dict.fromkeys(name for check in _work_checks(self.pack) for name in check.scales):
            dataset = self.pack.dataset(name)
            if name in self.checks.findings:
                continue
            if self._unrun(name):
                yield _report(dataset, "not run", None, _NOT_RUN)
            else:
                yield self._measured(dataset)

    def _unrun(self, name: str) -> bool:
        return self._harmed and name not in self.checks.measured

    def _measured(self, dataset: Dataset) -> DatasetReport:
        try:
            (first, _), (second, _) = self.checks.runs(dataset.name)
        except Stopped as stopped:
            return _report(dataset, "wrong", stopped.ended.value, stopped.reason)
        rule, message = self.checks.verdict(dataset.name, first.table, second.table)
        if rule is None:
            return _report(dataset, "right", None, "")
        rows = difference(self.expected.tables[dataset.name], first.table, self.checks.order)
        return _report(dataset, "wrong", rule, message, rows)

    def work(self, check: WorkCheck) -> WorkReport:
        """What was measured, also where it does not count."""
        scales, problem = unmeasured(check, self.expected), ""
        for number, scale in enumerate(scales):
            problem = self._problem(scale.dataset)
            if problem:
                break
            scales[number] = with_runs(scale, self.checks.runs(scale.dataset))
        found = evidence(scales)
        return WorkReport(
            check.id,
            check.title,
            tuple(found["scales"]),
            found["growth"],
            found["counted"],
            0.0 if problem else scored(check, scales).points,
            check.points,
            problem,
        )

    def _problem(self, dataset: str) -> str:
        """Why there is no work to show for a dataset, or nothing."""
        if self._unrun(dataset):
            return f"{dataset}: {_NOT_RUN}"
        try:
            self.checks.runs(dataset)
        except Stopped as stopped:
            return f"{dataset}: {stopped.reason}"
        return ""


def _report(
    dataset: Dataset, verdict: str, rule: str | None, message: str, rows: Difference | None = None
) -> DatasetReport:
    return DatasetReport(dataset.name, dataset.role.value, dataset.shows, verdict, rule, message, rows)


def _mutants(pack: Pack, labs: SandboxProvider, expected: References, progress: Progress) -> MutantsReport:
    """Mutants of the reference, in a lab of their own: the query is not trusted, and never runs in it."""
    try:
        handle = labs.start(lab_spec(pack, "mutants"))
    except SandboxError as error:
        raise GradingFault(f"A lab for the mutants could not be started: {error}") from error
    try:
        return _tried(pack, handle.platform_dsn, expected, progress)
    finally:
        labs.stop(handle)


def _tried(pack: Pack, dsn: str, expected: References, progress: Progress) -> MutantsReport:
    try:
        mutation = mutation_of(pack, dsn)
    except MutationUnsupported as unsupported:
        return MutantsReport(problem=f"reference.sql: {unsupported}")
    beds, wrong = timed(dsn, beds_of(pack, expected), mutation.original)
    if wrong:
        return MutantsReport(
            problem=f"reference.sql means something else when sqlglot has written it; {wrong[0]}"
        )
    found = kills(dsn, beds, mutation.mutants, lambda text: progress(f"mutants: {text}"))
    marks, _ = read_marks(pack.files)
    return MutantsReport(
        tuple(found),
        tuple(bed.name for bed in beds),
        frozenset(mark.key for mark in marks),
        mutation.found - len(mutation.mutants),
    )
