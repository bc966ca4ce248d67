"""What the kinds whose answers are written have in common: what needs no person is scored at once, without a lab."""

from __future__ import annotations

import time
from collections.abc import Callable

from assessor.domain.design import DesignAnswer, parse_answer
from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.errors import InvalidInput
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, provenance_of, result_of
from assessor.packs.loader import Pack
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider, silent

Outcomes = Callable[[Pack, DesignAnswer], tuple[CheckOutcome, ...]]
"""What a kind makes of an answer that can be read, also of an empty one."""


class WrittenKind:
    """Scores an answer in words; what the rubric asks waits for people."""

    def __init__(self, name: str, rules: tuple[Rule, ...], outcomes: Outcomes) -> None:
        self.name = name
        self._rules = rules
        self._outcomes = outcomes

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
        try:
            answer = parse_answer(text)
        except InvalidInput as error:  # nothing that was saved through the pages; an answer all the same
            message = str(error)
            outcomes = all_failed(pack, message)
        else:
            message = "The answer is empty." if answer.is_empty else ""
            outcomes = self._outcomes(pack, answer)
        provenance = provenance_of(pack, labs, None, limits)
        return result_of(outcomes, provenance, message, time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of the kind."""
        return self._rules
