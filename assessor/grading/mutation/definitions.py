"""Mutants of tables: each without one of its constraints or indexes, or with a type that holds less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.grading.mutation.script import Edit, Operator, Token, closing

_TABLE = re.compile(r"\bcreate\s+(?:unlogged\s+)?table\s+[\w.]+\s*(?P<part>\()", re.IGNORECASE)
_INDEX = re.compile(r"\bcreate\s+(?:unique\s+)?index\b[^;]*;", re.IGNORECASE)
_UNIQUE_INDEX = re.compile(r"\bcreate\s+(?P<part>unique)\s+index\b", re.IGNORECASE)
_OF_TABLE = re.compile(r"\s*(?:constraint|check|unique|primary|foreign|exclude)\b", re.IGNORECASE)
_NAMED = r"(?:constraint\s+\w+\s+)?"
_OF_COLUMN = {
    "unique": re.compile(rf"{_NAMED}\bunique\b", re.IGNORECASE),
    "key": re.compile(rf"{_NAMED}\bprimary\s+key\b", re.IGNORECASE),
    "check": re.compile(rf"{_NAMED}\bcheck\s*(?P<open>\()", re.IGNORECASE),
    "reference": re.compile(
        rf"{_NAMED}\breferences\s+\w+(?:\s*\([^)]*\))?(?:\s+on\s+(?:delete|update)\s+\w+(?:\s+null)?)*",
        re.IGNORECASE,
    ),
}
_TYPES = {
    r"\btimestamptz\b": "timestamp",
    r"\bnumeric\b(?:\s*\([^)]*\))?": "double precision",
    r"\s+deferrable(?:\s+initially\s+deferred)?\b": "",
    r"\s+on\s+(?:delete|update)\s+(?:cascade|restrict|set\s+null)\b": "",
}


def _of_tables(tokens: list[Token], code: str) -> Iterator[Edit]:
    for table in _TABLE.finditer(code):
        opened = table.start("part")
        end = closing(code, opened) - 1
        for start, stop in _items(code, opened + 1, end):
            if _OF_TABLE.match(code, start):
                comma = code.rfind(",", opened, start + 1)
                yield Edit("constraint", comma if comma >= 0 else start, stop, "")
            else:
                yield from _of_column(code, start, stop)


def _of_column(code: str, start: int, stop: int) -> Iterator[Edit]:
    for name, pattern in _OF_COLUMN.items():
        for match in pattern.finditer(code, start, stop):
            end = closing(code, match.start("open")) if "open" in match.groupdict() else match.end()
            yield Edit(name, match.start(), end, "")
    for pattern_, new in _TYPES.items():
        for match in re.compile(pattern_, re.IGNORECASE).finditer(code, start, stop):
            yield Edit("definition", match.start(), match.end(), new)


def _items(code: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What commas part between two places, those in brackets aside."""
    depth = 0
    for position in range(start, end):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        if code[position] == "," and not depth:
            yield start, position
            start = position + 1
    yield start, end


def _of_indexes(tokens: list[Token], code: str) -> Iterator[Edit]:
    for match in _INDEX.finditer(code):
        yield Edit("index", match.start(), match.end(), "")
    for match in _UNIQUE_INDEX.finditer(code):
        yield Edit("unique", match.start("part"), match.end("part"), "")


DEFINITIONS: tuple[Operator, ...] = (_of_tables, _of_indexes)
"""Operators for scripts that make tables."""
