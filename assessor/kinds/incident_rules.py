"""What a pack of kind "incident" must prove beyond the common rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.domain.runbook import RunbookAnswer, parse_runbook
from assessor.grading.reference import ReferenceCache
from assessor.packs.equivalents import mark_text, read_marks
from assessor.packs.verify import Evidence, Rule
from sandbox.sqltext import statements

Grade = Callable[..., GradingResult]

_OPERATOR = "statement"


def incident_rules(grade: Grade, references: ReferenceCache) -> tuple[Rule, ...]:
    """The rules; `grade` is the kind's own."""

    def graded(evidence: Evidence, text: str) -> GradingResult:
        return grade(evidence.pack, text, evidence.provider, references, "rules")

    def idle(evidence: Evidence) -> Iterator[str]:
        for outcome in graded(evidence, "-- runbook\nSELECT 1;").outcomes:
            if outcome.verdict is Verdict.PASSED:
                yield f'a runbook that does nothing passes "{outcome.title}"'

    def needless(evidence: Evidence) -> Iterator[str]:
        yield from _survivors(evidence, lambda text: graded(evidence, text))

    return (
        Rule("A runbook that does nothing passes nothing", idle),
        Rule("Every statement of the reference is needed", needless, dear=True),
    )


def without_each(text: str) -> list[tuple[int, str, str]]:
    """The answer without one statement of its runbook: the statement's number from 1, its first line, the answer."""
    answer = parse_runbook(text)
    found = statements(answer.runbook)
    return [
        (
            number,
            statement.splitlines()[0],
            whole_of(answer, answer.runbook[:start] + answer.runbook[start + len(statement) :]),
        )
        for number, (start, statement) in enumerate(found, 1)
    ]


def whole_of(answer: RunbookAnswer, runbook: str) -> str:
    """An answer with another runbook, as one text."""
    return f"-- cause: {answer.cause}\n-- evidence\n{answer.evidence}\n-- runbook\n{runbook}"


def _survivors(evidence: Evidence, graded: Callable[[str], GradingResult]) -> Iterator[str]:
    pack = evidence.pack
    marks, problems = read_marks(pack.files)
    yield from problems
    marked = {mark.change for mark in marks}
    fates: Counter[str] = Counter()
    for number, line, text in without_each(pack.reference):
        evidence.progress(f"mutants: without statement {number}")
        change = f"without statement {number}: {line}"
        if graded(text).score < evidence.reference.score:
            fates["killed"] += 1
        elif change in marked:
            fates["equivalent"] += 1
        else:
            fates["survived"] += 1
            yield (
                f"no check notices that statement {number} of the runbook is missing: {line}\n"
                f"Take it out, or say why in equivalent.toml:\n{mark_text(_OPERATOR, change)}"
            )
    evidence.counts.update({"mutants": fates.total(), **{key: fates[key] for key in _FATES}})


_FATES = ("killed", "equivalent", "survived")
