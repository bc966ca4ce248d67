"""Judge what a runbook did by the pack's checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.fleet import Step, Tried
from assessor.kinds.base import RequiredFirst, outcome_of
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.spec import DataCheck, Finding, FindingsCheck


class OperationsChecks(RequiredFirst):
    """One runbook that was tried. The first check carries what it did, step by step."""

    def __init__(self, pack: Pack, tried: Tried) -> None:
        super().__init__(pack)
        self._tried = tried

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check by what was found; the loader has refused checks of other kinds."""
        if not isinstance(check, FindingsCheck):
            return super().graded(check)
        asked = [each for each in self.pack.spec.operations.finding if each.name in check.findings]
        wrong = [each.shows for each in asked if not self._tried.answers[each.name][0]]
        message = sentence(f"afterwards {'; '.join(wrong)}") if wrong else "All is as it must be."
        verdict = Verdict.FAILED if wrong else Verdict.PASSED
        evidence = {"findings": [self._shown(each) for each in asked]}
        return outcome_of(check, verdict, message, 0.0 if wrong else check.points, evidence)

    def all(self) -> tuple[CheckOutcome, ...]:
        """Every outcome; the first shows the runbook as it ran, whatever its verdict."""
        first, *rest = super().all()
        shown = {**first.evidence, "runbook": runbook_shown(self.pack, self._tried)}
        return (replace(first, evidence=shown), *rest)

    def _shown(self, finding: Finding) -> dict[str, Any]:
        holds, said = self._tried.answers[finding.name]
        return {
            "name": finding.name,
            "on": finding.on,
            "shows": f"fails when {finding.shows}",
            "asked": finding.holds or finding.refused,
            "wanted": "true" if finding.holds else "refused",
            "said": {"t": "true", "f": "false"}.get(said, said),
            "verdict": Verdict.PASSED if holds else Verdict.FAILED,
        }


def runbook_shown(pack: Pack, tried: Tried) -> dict[str, Any]:
    """The steps for the scorecard. Seconds are told and never judged."""
    shows = [event.shows for event in pack.spec.operations.event]
    return {
        "steps": [_step(step) for step in tried.steps],
        "events": [{**_step(step), "shows": text} for step, text in zip(tried.events, shows, strict=True)],
        "seconds": round(sum(step.seconds for step in tried.steps), 1),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "line": step.line,
        "on": step.node,
        "text": step.text,
        "ended": step.ended,
        "output": step.output,
        "seconds": round(step.seconds, 1),
    }
