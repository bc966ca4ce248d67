"""Grade the checks of a query in one lab."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.compare import compare
from assessor.grading.lab import Lab
from assessor.grading.reference import References
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import Work, share
from assessor.kinds.base import outcome_of
from assessor.kinds.query_messages import Finding, result_message, stopped_message, work_message
from assessor.packs.loader import Pack
from assessor.packs.spec import Check, Dataset, ResultCheck, WorkCheck
from assessor.packs.templates import lab_databases
from sandbox.provider import Progress


def reference_work(check: WorkCheck) -> str:
    """The name of the reference's work for a check."""
    return f"{check.id}/reference"


def slow_work(check: WorkCheck) -> str:
    """The name of the slow sample's work for a check."""
    return f"{check.id}/slow"


def grade_checks(
    pack: Pack, text: str, lab: Lab, expected: References, progress: Progress
) -> tuple[CheckOutcome, ...]:
    """Every check's outcome, in the order of the spec."""
    checks = _Checks(pack, text, lab, expected, progress)
    return tuple(checks.outcome(check) for check in pack.spec.check)


@dataclass
class _Checks:
    """One answer being graded; what was found on a dataset is kept for other checks that use it."""

    pack: Pack
    text: str
    lab: Lab
    expected: References
    progress: Progress
    outcomes: dict[str, CheckOutcome] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)

    def outcome(self, check: Check) -> CheckOutcome:
        """Grade a check after those that it requires; the loader has refused cycles."""
        if check.id not in self.outcomes:
            self.outcomes[check.id] = self._unmet(check) or self._graded(check)
        return self.outcomes[check.id]

    def _unmet(self, check: Check) -> CheckOutcome | None:
        for need in self.pack.spec.check:
            if need.id in check.requires and self.outcome(need).verdict is not Verdict.PASSED:
                return outcome_of(check, Verdict.FAILED, f'Counts only when "{need.title}" has passed.')
        return None

    def _graded(self, check: Check) -> CheckOutcome:
        self.progress(check.title)
        return self._result(check) if isinstance(check, ResultCheck) else self._work(check)

    def _result(self, check: ResultCheck) -> CheckOutcome:
        findings = self._until_timeout(check)
        right = all(finding.right for finding in findings)
        return outcome_of(
            check,
            Verdict.PASSED if right else Verdict.FAILED,
            result_message(findings),
            check.points if right else 0.0,
            {"datasets": [finding.evidence() for finding in findings]},
        )

    def _until_timeout(self, check: ResultCheck) -> list[Finding]:
        """Findings on the check's datasets; after a timeout the check has failed, and the rest would only wait."""
        findings = []
        for name in check.datasets:
            findings.append(self._finding(self.pack.dataset(name)))
            if findings[-1].rule == Ended.TIMED_OUT:
                break
        return findings

    def _finding(self, dataset: Dataset) -> Finding:
        if dataset.name not in self.findings:
            started = time.monotonic()
            rule, message = self._judged(dataset.name)
            self.findings[dataset.name] = Finding(dataset, rule, message, time.monotonic() - started)
        return self.findings[dataset.name]

    def _judged(self, dataset: str) -> tuple[str | None, str]:
        """The rule that the answer breaks on a dataset, or None, and the message."""
        try:
            actual = self.lab.fetch(lab_databases(self.pack)[dataset], self.text)
        except Stopped as stopped:
            return stopped.ended.value, stopped.reason
        comparison = compare(self.expected.tables[dataset], actual, self._sort_keys())
        return comparison.rule and comparison.rule.value, comparison.message

    def _sort_keys(self) -> list[int]:
        names = [column.name for column in self.pack.spec.query.columns]
        return [names.index(key.column) for key in self.pack.spec.query.order]

    def _work(self, check: WorkCheck) -> CheckOutcome:
        try:
            work = self.lab.measure(lab_databases(self.pack)[check.dataset], self.text)
        except Stopped as stopped:
            message = stopped_message(self.pack.dataset(check.dataset), stopped)
            evidence = {"stopped": stopped.ended.value, **self._works(check, None)}
            return outcome_of(check, Verdict.FAILED, message, 0.0, evidence)
        reference = self.expected.works[reference_work(check)]
        slow = self.expected.works[slow_work(check)]
        earned = share(work.total, reference.total, slow.total)
        return outcome_of(
            check,
            Verdict.PASSED if earned >= check.passes_at else Verdict.FAILED,
            work_message(work, reference, slow),
            round(check.points * earned, 2),
            self._works(check, work),
        )

    def _works(self, check: WorkCheck, work: Work | None) -> dict[str, Any]:
        """The evidence of a work check: the numbers, their parts and the plans they come from."""
        reference, slow = self.expected.works[reference_work(check)], self.expected.works[slow_work(check)]
        named = {"submission": work, "reference": reference, "slow": slow}
        return {
            "work": {name: one and one.total for name, one in named.items()},
            "parts": {name: one and one.parts() for name, one in named.items()},
            "ratio": work and round(work.total / reference.total, 4),
            "plan": work and work.plan,
            "reference_plan": reference.plan,
        }
