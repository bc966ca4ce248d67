"""What a pack of kind "incident" must prove beyond the common rules."""

from __future__ import annotations

from assessor.domain.runbook import RunbookAnswer, parse_runbook
from assessor.grading.reference import ReferenceCache
from assessor.kinds.runbook_rules import Grade, runbook_rules
from assessor.packs.verify import Rule
from sandbox.sqltext import statements


def incident_rules(grade: Grade, references: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; `grade` is the kind's own."""
    return runbook_rules(grade, references, "-- runbook\nSELECT 1;", "statement", without_each)


def without_each(text: str) -> list[tuple[str, str]]:
    """The answer without one statement of its runbook: its number from 1 and first line, and what is left."""
    answer = parse_runbook(text)
    return [
        (
            f"statement {number}: {statement.splitlines()[0]}",
            whole_of(answer, answer.runbook[:start] + answer.runbook[start + len(statement) :]),
        )
        for number, (start, statement) in enumerate(statements(answer.runbook), 1)
    ]


def whole_of(answer: RunbookAnswer, runbook: str) -> str:
    """An answer with another runbook, as one text."""
    return f"-- cause: {answer.cause}\n-- evidence\n{answer.evidence}\n-- runbook\n{runbook}"
