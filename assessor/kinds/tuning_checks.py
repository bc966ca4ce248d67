"""Grade the checks of a tuned database, in one lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.compare import compare
from assessor.grading.session import Stopped
from assessor.grading.work import Work, share
from assessor.grading.workload import Ran, WorkloadLab
from assessor.kinds.base import RequiredFirst, outcome_of
from assessor.kinds.query_messages import failures
from assessor.kinds.tuning_reference import BEFORE, REFERENCE, Baseline, asked, index_bytes
from assessor.packs.loader import Pack
from assessor.packs.spec import (
    DataCheck,
    IndexBytesCheck,
    ReadsCheck,
    Statement,
    UnchangedCheck,
    WritesCheck,
)
from sandbox.provider import Progress


@dataclass(frozen=True)
class Found:
    """What came of one statement: its work, and what is wrong with it, or ""."""

    statement: Statement
    work: Work | None
    wrong: str = ""


class TuningChecks(RequiredFirst):
    """One answer being graded; what was found of a statement is kept for other checks."""

    def __init__(self, pack: Pack, lab: WorkloadLab, baseline: Baseline, progress: Progress) -> None:
        super().__init__(pack)
        self.lab = lab
        self.baseline = baseline
        self.progress = progress
        self._found: dict[str, Found] = {}

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check; the loader has refused checks of other kinds."""
        self.progress(check.title)
        if isinstance(check, ReadsCheck):
            return self._reads(check)
        if isinstance(check, WritesCheck):
            return self._writes(check)
        if isinstance(check, IndexBytesCheck):
            return self._bytes(check)
        return self._unchanged(check) if isinstance(check, UnchangedCheck) else super().graded(check)

    def found(self, statement: Statement) -> Found:
        """What comes of a statement of the workload."""
        if statement.name not in self._found:
            self._found[statement.name] = self._run(statement)
        return self._found[statement.name]

    def _run(self, statement: Statement) -> Found:
        parameters = self.baseline.parameters(statement.name)
        try:
            ran = self.lab.run(asked(statement, self.lab.tuning, parameters))
        except Stopped as stopped:
            return Found(statement, None, stopped.reason)
        return Found(statement, ran.work, self._wrong(statement, ran))

    def _wrong(self, statement: Statement, ran: Ran) -> str:
        if statement.writes:
            return "" if ran.rows == self.baseline.rows(statement.name) else "it changes other rows"
        for expected, table in zip(self.baseline.tables(statement.name), ran.tables, strict=True):
            names = [column.name for column in expected.columns]
            compared = compare(expected, table, [names.index(name) for name in statement.order])
            if compared.rule:
                return compared.message
        return ""

    def _statements(self, names: Sequence[str]) -> list[Found]:
        return [self.found(each) for each in self.pack.spec.workload if each.name in names]

    def _reads(self, check: ReadsCheck) -> CheckOutcome:
        found = self._statements(check.statements)
        statements = [each.statement for each in found]
        before, reference = (self.baseline.load(statements, whose) for whose in (BEFORE, REFERENCE))
        own = self.baseline.hourly([(each.statement, self._counted(each)) for each in found])
        message = (
            f"Work of an hour: {own:,} buffers and rows, {before:,} before, {reference:,} with the reference."
        )
        evidence = {
            "work": {"submission": own, "reference": reference, "before": before},
            **self._workload(found),
        }
        return scored(check, share(own, reference, before), f"{message} {_wrong(found)}".strip(), evidence)

    def _counted(self, found: Found) -> Work:
        """The work of a read; what is wrong saves nothing."""
        before = self.baseline.work(BEFORE, found.statement.name)
        if found.work is None:
            return before
        return max(found.work, before, key=lambda work: work.total) if found.wrong else found.work

    def _writes(self, check: WritesCheck) -> CheckOutcome:
        found = self._statements(check.statements)
        wrong = _wrong(found)
        ratios = {"work": self._ratio(found), "WAL": self._ratio(found, wal=True)}
        earned = 0.0 if wrong else min(within(ratio, check.none) for ratio in ratios.values())
        told = " and ".join(f"{ratio:,.2f} times the {name}" for name, ratio in ratios.items())
        message = wrong or f"Writes cost {told} that they cost with the reference."
        return scored(check, earned, message, self._workload(found))

    def _ratio(self, found: Sequence[Found], *, wal: bool = False) -> float:
        reference = self.baseline.load([each.statement for each in found], REFERENCE, wal=wal)
        own = self.baseline.hourly([(each.statement, self._counted(each)) for each in found], wal=wal)
        return own / max(reference, 1)

    def _bytes(self, check: IndexBytesCheck) -> CheckOutcome:
        own = index_bytes(self.lab)
        reference, before = (self.baseline.index_bytes(whose) for whose in (REFERENCE, BEFORE))
        sizes = [f"{size / 2**20:,.1f} MB" for size in (own, before, reference)]
        message = "Indexes take {}, {} before, {} with the reference.".format(*sizes)
        evidence = {"bytes": {"submission": own, "reference": reference, "before": before}}
        return scored(check, within(own / reference, check.none), message, evidence)

    def _unchanged(self, check: UnchangedCheck) -> CheckOutcome:
        found = [self.found(each) for each in self.pack.spec.workload]
        wrong = _wrong(found)
        message = wrong or f"All {len(found)} statements give what they gave."
        return scored(check, 0.0 if wrong else 1.0, message, {})

    def _workload(self, found: Sequence[Found]) -> dict[str, Any]:
        """Statements for the scorecard, and their plans apart from them."""
        return {
            "workload": [self._row(each) for each in found],
            "plans": {each.statement.name: self._plans(each) for each in found},
        }

    def _plans(self, one: Found) -> dict[str, Any]:
        reference = self.baseline.work(REFERENCE, one.statement.name)
        return {"plan": one.work and one.work.plan, "reference_plan": reference.plan}

    def _row(self, one: Found) -> dict[str, Any]:
        """A statement for the scorecard: what an execution costs before, with the answer and with the reference."""
        name, reference = one.statement.name, self.baseline.work(REFERENCE, one.statement.name)
        times = self.baseline.executions(name)
        before = self.baseline.work(BEFORE, name)
        works = {"before": before, "submission": one.work, "reference": reference}
        return {
            "name": name,
            "per_hour": one.statement.per_hour,
            "text": self.lab.tuning.rewritten.get(name, one.statement.sql),
            "rewritten": name in self.lab.tuning.rewritten,
            "wrong": one.wrong,
            "work": {whose: work and round(work.total / times, 1) for whose, work in works.items()},
            "wal": {whose: work and round(work.wal / times) for whose, work in works.items()}
            if one.statement.writes
            else None,
        }


def within(ratio: float, none: float) -> float:
    """1 at the reference's or little more, 0 from `none` times on, between them on a logarithmic scale."""
    return share(ratio, 1, none)


def scored(
    check: ReadsCheck | WritesCheck | IndexBytesCheck | UnchangedCheck,
    earned: float,
    message: str,
    evidence: dict[str, Any],
) -> CheckOutcome:
    """The outcome of a share of the points, 0 to 1."""
    passes_at = 1.0 if isinstance(check, UnchangedCheck) else check.passes_at
    verdict = Verdict.PASSED if earned >= passes_at else Verdict.FAILED
    return outcome_of(check, verdict, message, round(check.points * earned, 2), evidence)


def _wrong(found: Sequence[Found]) -> str:
    return failures([(f"at {each.statement.name}", each.wrong) for each in found if each.wrong])
