"""Kind "design": an answer in words, with numbers and choices that are scored at once and a rubric for people."""

from __future__ import annotations

import time

from assessor.domain.design import parse_answer
from assessor.domain.outcomes import CheckOutcome, GradingResult, Verdict
from assessor.errors import InvalidInput
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.kinds.base import DEFAULT_LIMITS, outcome_of, provenance_of, result_of
from assessor.kinds.design_parts import part_outcome, unanswered
from assessor.kinds.design_rules import RULES
from assessor.packs.loader import Pack
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider, silent


class DesignKind:
    """Scores the structured parts; what the rubric asks waits for people. No lab is needed."""

    name = "design"

    def grade(
        self,
        pack: Pack,
        text: str,
        labs: SandboxProvider,
        references: ReferenceCache,
        subject: str,
        progress: Progress = silent,
        limits: LabLimits = DEFAULT_LIMITS,
    ) -> GradingResult:
        """Grade what needs no person. Never raises for an answer."""
        started = time.monotonic()
        outcomes, message = _outcomes(pack, text)
        provenance = provenance_of(pack, labs, None, limits)
        return result_of(outcomes, provenance, message, time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of designs."""
        return RULES


def _outcomes(pack: Pack, text: str) -> tuple[tuple[CheckOutcome, ...], str]:
    checks = pack.spec.design_checks
    try:
        answer = parse_answer(text)
    except InvalidInput as error:  # nothing that was saved through the pages; an answer all the same
        return tuple(outcome_of(check, Verdict.FAILED, str(error)) for check in checks), str(error)
    if answer.is_empty:
        return tuple(unanswered(check) for check in checks), "The answer is empty."
    return tuple(part_outcome(check, answer) for check in checks), ""
