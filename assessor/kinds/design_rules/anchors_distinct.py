"""Two levels that read alike cannot be told apart by a rater."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from assessor.packs.spec import Criterion
from assessor.packs.verify import Evidence, Rule

ALIKE = 0.9
"""From this likeness of their words (0 to 1) two anchors are the same."""


def _problems(evidence: Evidence) -> Iterator[str]:
    for check in evidence.pack.spec.check:
        if isinstance(check, Criterion):
            for (low, first), (high, second) in combinations(enumerate(check.levels), 2):
                if likeness(first, second) >= ALIKE:
                    yield f"{check.id}: the anchors of level {low} and {high} read alike; say what sets them apart"


def likeness(first: str, second: str) -> float:
    """How alike the words of two texts are, 0 to 1."""
    return SequenceMatcher(None, _words(first), _words(second), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


RULE = Rule("The anchors of a criterion's levels can be told apart", _problems)
