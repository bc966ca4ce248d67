"""Style is not scored: whoever answers right in another way gets about as much."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.names import ACCEPTED
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule

_MOST_APART = 5.0


def _problems(evidence: Evidence) -> Iterator[str]:
    points = {
        graded.sample.path: graded.result.score
        for graded in evidence.samples
        if graded.sample.path.startswith(ACCEPTED)
    }
    if not points:
        return
    best, worst = max(points, key=points.__getitem__), min(points, key=points.__getitem__)
    if points[best] - points[worst] > _MOST_APART:
        yield f"{best} gets {points[best]:g} points and {worst} {points[worst]:g}"


RULE = Rule(f"Accepted samples score within {_MOST_APART:g} points of each other", _problems)
"""Of a design or a review: in what is scored at once."""
