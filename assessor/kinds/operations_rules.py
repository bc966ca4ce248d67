"""What a pack of kind "operations" must prove beyond the common rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.grading.reference import ReferenceCache
from assessor.kinds.leaving_out import needless
from assessor.packs.verify import Evidence, Rule
from sandbox.fleet import sections_of

Grade = Callable[..., GradingResult]

_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def operations_rules(grade: Grade, references: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; `grade` is the kind's own."""

    def graded(evidence: Evidence, text: str) -> GradingResult:
        return grade(evidence.pack, text, evidence.provider, references, "rules")

    def idle(evidence: Evidence) -> Iterator[str]:
        for outcome in graded(evidence, "true").outcomes:
            if outcome.verdict is Verdict.PASSED:
                yield f'a runbook that does nothing passes "{outcome.title}"'

    def needed(evidence: Evidence) -> Iterator[str]:
        parts = without_each(evidence.pack.reference)
        return needless(evidence, "paragraph", parts, lambda text: graded(evidence, text))

    return (
        Rule("A runbook that does nothing passes nothing", idle),
        Rule("Without any one of its paragraphs the reference scores less", needed, dear=True),
    )


def without_each(text: str) -> list[tuple[str, str]]:
    """The runbook without one paragraph of a section: the first line of what is missing, and what is left."""
    found = []
    for section in sections_of(text):
        for paragraph in _PARAGRAPHS.split(section.script):
            commands = [line for line in paragraph.strip().splitlines() if not line.startswith("#")]
            if commands:
                found.append((f"{section.node}: {commands[0]}", text.replace(paragraph, "\n", 1)))
    return found
