"""What every answer that consists of parts must prove of its reference: that each part earns something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from assessor.domain.outcomes import GradingResult
from assessor.packs.equivalents import mark_text, read_marks
from assessor.packs.verify import Evidence

_AT_ONCE = 2


def needless(
    evidence: Evidence, operator: str, parts: Sequence[tuple[str, str]], grade: Callable[[str], GradingResult]
) -> Iterator[str]:
    """Tell of the parts without which the reference scores as much, unless equivalent.toml says why that is right.

    Each of `parts` is what is left out, in words, and the text without it. Counts mutants in the evidence.
    """
    marks, problems = read_marks(evidence.pack.files)
    yield from problems
    marked = {mark.change for mark in marks if mark.operator == operator}
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="parts") as pool:
        scores = list(pool.map(lambda part: grade(part[1]).score, parts))
    alive = [
        what for (what, _), score in zip(parts, scores, strict=True) if score >= evidence.reference.score
    ]
    survived = [what for what in alive if what not in marked]
    evidence.counts.update(
        mutants=len(parts),
        killed=len(parts) - len(alive),
        equivalent=len(alive) - len(survived),
        survived=len(survived),
    )
    for what in survived:
        yield (
            f"the reference scores as much without: {what}\n"
            f"Take it out, or say why it stays in equivalent.toml:\n{mark_text(operator, what)}"
        )
