"""Planted mistakes in a change set: what people leave out of a migration, each with the rehearsal that must notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.grading.mutation.generate import Mutation
from assessor.grading.mutation.model import Mutant
from assessor.grading.mutation.spread import spread

MOST = 20

_PLANTED: dict[str, tuple[str, str]] = {
    "concurrently": (r"(?<=\bINDEX )CONCURRENTLY (?!IF EXISTS)", ""),
    "not valid": (r"\s+NOT VALID\b", ""),
    "lock_timeout": (r"^\s*SET (?:LOCAL )?lock_timeout\b[^;]*;", ""),
    "trigger": (r"\bCREATE (?:OR REPLACE )?TRIGGER\b[^;]*;", "SELECT 1;"),
    "repeat": (r" \(repeat\)", ""),
    "limit": (r"(?<=\bLIMIT )\d+", "1000000"),
    "release": (r"^-- release\n", ""),
    "retire": (r"^-- retire\n", ""),
    "again": (r"\bIF (?:NOT )?EXISTS |\bOR REPLACE ", ""),
}
_ASKS = {"lock_timeout": "queue", "again": "resume", "down": "reverse"}
"""What notices a mistake, if not a calm rehearsal."""
CALM = "compatible", "locks"
_DOWN = re.compile(r"^-- down: [^\n]*\n(?:(?!-- )[^\n]*\n?)*", re.MULTILINE)


def mutate_changes(text: str) -> Mutation:
    """The change sets with one mistake each, at most MOST."""
    found = list(_found(text))
    return Mutation(text, tuple(spread(found, MOST, lambda mutant: mutant.operator)), len(found))


def asked_by(mutant: Mutant) -> tuple[str, ...]:
    """What the checks ask of which one must notice a mistake."""
    return (_ASKS[mutant.operator],) if mutant.operator in _ASKS else CALM


def _found(text: str) -> Iterator[Mutant]:
    ahead = text[: match.start()] if (match := _DOWN.search(text)) else text
    for operator, (pattern, new) in _PLANTED.items():
        matches = list(re.finditer(pattern, ahead, re.IGNORECASE | re.MULTILINE))
        if operator == "lock_timeout" and matches:
            changed = re.sub(pattern, new, text, flags=re.IGNORECASE | re.MULTILINE)
            yield Mutant(operator, 1, "every SET lock_timeout became nothing", changed)
            continue
        for number, match in enumerate(matches, 1):
            yield _mutant(text, operator, number, match, new)
    for number, match in enumerate(_DOWN.finditer(text), 1):
        yield _mutant(text, "down", number, match, "")


def _mutant(text: str, operator: str, number: int, match: re.Match[str], new: str) -> Mutant:
    line = text.count("\n", 0, match.start()) + 1
    old = " ".join(match.group().split())[:60]
    change = f"{old} ({number}) became {new or 'nothing'}"
    return Mutant(operator, line, change, text[: match.start()] + new + text[match.end() :])
