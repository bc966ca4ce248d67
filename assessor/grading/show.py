"""Results in words for an author who looks at them; nothing that candidates read comes from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

from assessor.grading.compare import tie_groups, tolerances_of
from assessor.grading.match import Row, same_bag, same_row
from assessor.grading.table import Cell, ResultColumn, ResultTable
from assessor.grading.values import base_type

SHOWN_ROWS = 5
SHOWN_CHARACTERS = 60
_PAIRED_ROWS = 500
"""Up to here rows that are only nearly the same are paired; beyond it they are shown as different."""

TextRow = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """How a result differs from the expected one. Rows are the first few as text; the counts are of all."""

    expected_columns: tuple[str, ...]
    given_columns: tuple[str, ...]
    missing: tuple[TextRow, ...] = ()
    extra: tuple[TextRow, ...] = ()
    missing_rows: int = 0
    extra_rows: int = 0
    out_of_order_at: int = 0
    """The first row, from 1, where right rows stand in the wrong order: `missing` should stand there, `extra` does."""


def difference(expected: ResultTable, actual: ResultTable, order: Sequence[int] = ()) -> Difference:
    """What compare() found, in rows. Where columns do not fit each other no rows are compared."""
    headings = _heading(expected), _heading(actual)
    if not _comparable(expected, actual):
        return Difference(*headings)
    left, right = expected.values(), actual.values()
    close = tolerances_of(expected, actual, left, right)
    missing, extra = _unpaired(left, right, close)
    place = 0
    if not missing and not extra and order:
        start, end = _first_disorder(left, right, order, close)
        missing = extra = list(range(start, end))
        place = start + 1 if end else 0
    shown = _texts(expected, missing), _texts(actual, extra)
    return Difference(*headings, *shown, len(missing), len(extra), place)


def _heading(table: ResultTable) -> tuple[str, ...]:
    return tuple(_plain(f"{column.name} {column.type}") for column in table.columns)


def _comparable(expected: ResultTable, actual: ResultTable) -> bool:
    families = [[column.reader.family for column in table.columns] for table in (expected, actual)]
    return families[0] == families[1]


def _unpaired(left: list[Row], right: list[Row], close: Sequence[float]) -> tuple[list[int], list[int]]:
    """Positions of the rows that have no partner on the other side."""
    free: defaultdict[Row, list[int]] = defaultdict(list)
    for number, row in reversed(list(enumerate(right))):
        free[row].append(number)
    missing = []
    for number, row in enumerate(left):
        if free[row]:
            free[row].pop()
        else:
            missing.append(number)
    extra = sorted(number for numbers in free.values() for number in numbers)
    if any(close) and len(missing) <= _PAIRED_ROWS:
        for number in list(missing):
            near = next((other for other in extra if same_row(left[number], right[other], close)), None)
            if near is not None:
                missing.remove(number)
                extra.remove(near)
    return missing, extra


def _first_disorder(
    left: list[Row], right: list[Row], order: Sequence[int], close: Sequence[float]
) -> tuple[int, int]:
    for start, end in tie_groups(left, order, close):
        if not same_bag(left[start:end], right[start:end], close):
            return start, end
    return 0, 0


def _texts(table: ResultTable, numbers: Sequence[int]) -> tuple[TextRow, ...]:
    return tuple(tuple(map(cell_text, table.columns, table.rows[number])) for number in numbers[:SHOWN_ROWS])


def cell_text(column: ResultColumn, cell: Cell) -> str:
    """A cell as a person writes it; bytes in hexadecimal where psycopg does not know the type or the value."""
    if cell is None:
        return "NULL"
    if column.category == "E":
        return _plain(cell.decode("utf-8", "replace"))
    try:
        value = _loader(base_type(column.type)).load(cell)
    except (psycopg.Error, ValueError, OverflowError, LookupError):
        value = cell
    return _plain(f"\\x{cell.hex()}" if isinstance(value, bytes) else str(value))


def _plain(text: str) -> str:
    """One short line that does nothing to a terminal: a query that is explained need not be an honest one."""
    shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


@lru_cache(maxsize=256)
def _loader(type_name: str) -> Any:
    """Psycopg's reader of a type's binary form. Raises LookupError for a type it does not know."""
    element = type_name.removesuffix("[]")
    known = psycopg.adapters.types[element]
    oid = known.array_oid if element != type_name else known.oid
    return Transformer().get_loader(oid, pq.Format.BINARY)
