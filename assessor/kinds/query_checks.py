"""Grade the checks of a query in one lab."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.compare import Comparison, compare
from assessor.grading.lab import HARMFUL, Lab
from assessor.grading.measure import Measured
from assessor.grading.reference import References
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.kinds.base import RequiredFirst, outcome_of
from assessor.kinds.query_messages import (
    NONDETERMINISTIC,
    Finding,
    result_message,
    stopped_message,
    wrong_message,
)
from assessor.kinds.query_work import Scale, evidence, scored, unmeasured
from assessor.packs.loader import Pack
from assessor.packs.spec import DataCheck, Dataset, ResultCheck, WorkCheck
from assessor.packs.templates import lab_databases
from sandbox.provider import Progress

Timed = tuple[Measured, float]
"""What one measured run gave, and its seconds."""


def grade_checks(
    pack: Pack, text: str, lab: Lab, expected: References, progress: Progress
) -> tuple[CheckOutcome, ...]:
    """Every check's outcome, in the order of the spec."""
    return Checks(pack, text, lab, expected, progress).all()


class Checks(RequiredFirst):
    """One answer being graded; what was found on a dataset is kept for other checks that use it."""

    def __init__(self, pack: Pack, text: str, lab: Lab, expected: References, progress: Progress) -> None:
        super().__init__(pack)
        self.text = text
        self.lab = lab
        self.expected = expected
        self.progress = progress
        self.findings: dict[str, Finding] = {}
        self.measured: dict[str, list[Timed] | Stopped] = {}

    @property
    def order(self) -> list[int]:
        """Positions of the sort keys that the statement asks for."""
        names = [column.name for column in self.pack.spec.query.columns]
        return [names.index(key.column) for key in self.pack.spec.query.order]

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check by its datasets; the loader has refused checks of other kinds."""
        self.progress(check.title)
        if isinstance(check, WorkCheck):
            return self._work(check)
        return self._result(check) if isinstance(check, ResultCheck) else super().graded(check)

    def _result(self, check: ResultCheck) -> CheckOutcome:
        findings = self._until_harm(check)
        right = all(finding.right for finding in findings)
        return outcome_of(
            check,
            Verdict.PASSED if right else Verdict.FAILED,
            result_message(findings),
            check.points if right else 0.0,
            {"datasets": [finding.evidence() for finding in findings]},
        )

    def _until_harm(self, check: ResultCheck) -> list[Finding]:
        """Findings on the check's datasets; after harm the check has failed, and the rest would only cost labs."""
        findings = []
        for name in check.datasets:
            findings.append(self.finding(self.pack.dataset(name)))
            if findings[-1].rule in HARMFUL:
                break
        return findings

    def finding(self, dataset: Dataset) -> Finding:
        """What the answer does on a dataset."""
        if dataset.name not in self.findings:
            started = time.monotonic()
            rule, message = self._judged(dataset.name)
            self.findings[dataset.name] = Finding(dataset, rule, message, time.monotonic() - started)
        return self.findings[dataset.name]

    def _judged(self, dataset: str) -> tuple[str | None, str]:
        """The rule that the answer breaks on a dataset, or None, and the message.

        It runs twice, each time in a session of its own: an answer that is right by luck is not right.
        """
        try:
            first, second = (self.lab.fetch(self._database(dataset), self.text) for _ in range(2))
        except Stopped as stopped:
            return stopped.ended.value, stopped.reason
        return self.verdict(dataset, first, second)

    def verdict(self, dataset: str, first: ResultTable, second: ResultTable) -> tuple[str | None, str]:
        """The rule that two runs break on a dataset, or None, and the message."""
        comparisons = [self._compared(dataset, table) for table in (first, second)]
        wrong = next((comparison for comparison in comparisons if comparison.rule), None)
        if wrong is None or wrong.rule is None:
            return None, ""
        if not compare(first, second).equal:
            return NONDETERMINISTIC
        return wrong.rule.value, wrong.message

    def _compared(self, dataset: str, table: ResultTable) -> Comparison:
        return compare(self.expected.tables[dataset], table, self.order)

    def _database(self, dataset: str) -> str:
        return lab_databases(self.pack)[dataset]

    def _work(self, check: WorkCheck) -> CheckOutcome:
        scales = unmeasured(check, self.expected)
        for number, scale in enumerate(scales):
            dataset = self.pack.dataset(scale.dataset)
            try:
                runs = self.runs(scale.dataset)
            except Stopped as stopped:
                found = {"stopped": stopped.ended.value, **evidence(scales)}
                return outcome_of(check, Verdict.FAILED, stopped_message(dataset, stopped), 0.0, found)
            scales[number] = with_runs(scale, runs)
            rule, message = self.verdict(dataset.name, runs[0][0].table, runs[1][0].table)
            if rule:
                found = {"rule": rule, **evidence(scales)}
                return outcome_of(check, Verdict.FAILED, wrong_message(dataset, message), 0.0, found)
        return scored(check, scales)

    def runs(self, dataset: str) -> list[Timed]:
        """The answer measured twice on a dataset. Raises Stopped, also when it is asked for again."""
        if dataset not in self.measured:
            self.measured[dataset] = self._twice(dataset)
        found = self.measured[dataset]
        if isinstance(found, Stopped):
            raise found
        return found

    def _twice(self, dataset: str) -> list[Timed] | Stopped:
        try:
            return [self._timed(dataset) for _ in range(2)]
        except Stopped as stopped:
            return stopped

    def _timed(self, dataset: str) -> Timed:
        started = time.monotonic()
        measured = self.lab.measure(self._database(dataset), self.text)
        return measured, time.monotonic() - started


def with_runs(scale: Scale, runs: Sequence[Timed]) -> Scale:
    """What a first run leaves behind for a second one must not make that one cheap; a slow moment is no slow answer."""
    work = max((run.work for run, _ in runs), key=lambda work: work.total)
    return replace(scale, submission=work, seconds=min(seconds for _, seconds in runs))
