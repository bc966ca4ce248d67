"""What every pack whose answers are runbooks must prove beyond the common rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.grading.reference import ReferenceCache
from assessor.kinds.leaving_out import needless
from assessor.packs.verify import Evidence, Rule

Grade = Callable[..., GradingResult]


def runbook_rules(
    grade: Grade,
    references: ReferenceCache,
    idle: str,
    part: str,
    without_each: Callable[[str], Sequence[tuple[str, str]]],
) -> tuple[Rule, ...]:
    """The rules of a kind.

    `grade` is the kind's own, `idle` a runbook that does nothing, `part` what a runbook consists of, in a word, and
    `without_each` gives a runbook without each of its parts: what is missing, and what is left.
    """

    def graded(evidence: Evidence, text: str) -> GradingResult:
        return grade(evidence.pack, text, evidence.provider, references, "rules")

    def nothing(evidence: Evidence) -> Iterator[str]:
        for outcome in graded(evidence, idle).outcomes:
            if outcome.verdict is Verdict.PASSED:
                yield f'a runbook that does nothing passes "{outcome.title}"'

    def needed(evidence: Evidence) -> Iterator[str]:
        parts = without_each(evidence.pack.reference)
        return needless(evidence, part, parts, lambda text: graded(evidence, text))

    return (
        Rule("A runbook that does nothing passes nothing", nothing),
        Rule(f"Without any one of its {part}s the reference scores less", needed, dear=True),
    )
