"""Typed comparison of a result with the expected one. A failure names the rule it breaks, never a hidden value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from assessor.grading.match import DIVIDED_TOLERANCE, Row, divided, same_bag, same_row
from assessor.grading.table import ResultColumn, ResultTable
from assessor.grading.values import Value

_PERMUTED_COLUMNS = 5
_PERMUTED_ROWS = 1_000
"""Up to here every other order of the columns is tried; beyond it only the one that the names suggest."""


class Rule(StrEnum):
    """What an answer got wrong."""

    COLUMNS = "columns"
    """Another number of columns."""
    COLUMN_ORDER = "column-order"
    """Everything is right but the order of the columns."""
    NAMES = "names"
    """Another column name, where names are asked for."""
    TYPES = "types"
    """A value of another family of types."""
    ORDER = "order"
    """The right rows in the wrong order."""
    DUPLICATES = "duplicates"
    """The right rows, some too often or not often enough."""
    MISSING = "missing-rows"
    EXTRA = "extra-rows"
    NULLS = "nulls"
    """One column differs, and only in NULL against a value."""
    ROUNDING = "rounding"
    """One column differs, and only by little."""
    DATES = "dates"
    """One column of dates differs."""
    VALUES = "values"


@dataclass(frozen=True)
class Comparison:
    """Equal when `rule` is None; else the first rule broken, in words a candidate may read."""

    rule: Rule | None = None
    message: str = ""

    @property
    def equal(self) -> bool:
        """Is the result right?"""
        return self.rule is None


@dataclass(frozen=True)
class _Bags:
    """Both results as values, with the tolerance of each column."""

    columns: tuple[ResultColumn, ...]
    expected: list[Row]
    actual: list[Row]
    tolerances: tuple[float, ...]
    order: tuple[int, ...]

    def without(self, column: int) -> bool:
        """Are the bags the same when a column is left out?"""
        keep = [n for n in range(len(self.columns)) if n != column]
        return self.same(keep, self.tolerances)

    def same(self, keep: Sequence[int], tolerances: Sequence[float]) -> bool:
        """Are the bags the same in some columns?"""
        left, right = ([tuple(row[n] for n in keep) for row in rows] for rows in (self.expected, self.actual))
        return same_bag(left, right, [tolerances[n] for n in keep])


def compare(
    expected: ResultTable, actual: ResultTable, order: Sequence[int] = (), names: bool = False
) -> Comparison:
    """Compare a result with the expected one.

    `order` are the positions of the sort keys the statement asks for; rows that tie on them may come in any order.
    Directions are not needed: the expected rows are in the right order.
    """
    if len(expected.columns) != len(actual.columns):
        wanted = "1 column" if len(expected.columns) == 1 else f"{len(expected.columns)} columns"
        return Comparison(Rule.COLUMNS, f"{wanted} expected, {len(actual.columns)} given")
    problem = _heading_problem(expected, actual, names) or _row_problem(_bags(expected, actual, order))
    if problem and any(_right_when(other, expected, order) for other in _reordered(expected, actual)):
        wanted = ", ".join(column.name for column in expected.columns)
        return Comparison(Rule.COLUMN_ORDER, f"right, but for the order of the columns; expected: {wanted}")
    return problem or Comparison()


def equal(expected: ResultTable, actual: ResultTable, order: Sequence[int] = ()) -> bool:
    """What compare() finds, without its search for words: for those who compare by the thousand."""
    if len(expected.columns) != len(actual.columns) or _heading_problem(expected, actual, names=False):
        return False
    bags = _bags(expected, actual, order)
    return same_bag(bags.expected, bags.actual, bags.tolerances) and _in_order(bags)


def _heading_problem(expected: ResultTable, actual: ResultTable, names: bool) -> Comparison | None:
    for position, (wanted, given) in enumerate(zip(expected.columns, actual.columns, strict=True), 1):
        if wanted.reader.family != given.reader.family:
            text = f"column {position} ({wanted.name}) must be {wanted.type}, it is {given.type}"
            return Comparison(Rule.TYPES, text)
        if names and wanted.name != given.name:
            return Comparison(Rule.NAMES, f"column {position} must be named {wanted.name}")
    return None


def _bags(expected: ResultTable, actual: ResultTable, order: Sequence[int]) -> _Bags:
    left, right = expected.values(), actual.values()
    return _Bags(expected.columns, left, right, tolerances_of(expected, actual, left, right), tuple(order))


def tolerances_of(
    expected: ResultTable, actual: ResultTable, left: list[Row], right: list[Row]
) -> tuple[float, ...]:
    """By how much, relative to their size, values of each column may differ; `left` and `right` are both as values."""
    return tuple(
        max(wanted.reader.tolerance, given.reader.tolerance, _division(n, left, right))
        for n, (wanted, given) in enumerate(zip(expected.columns, actual.columns, strict=True))
    )


def _division(column: int, *tables: list[Row]) -> float:
    return DIVIDED_TOLERANCE if any(divided([row[column] for row in rows]) for rows in tables) else 0.0


def _row_problem(bags: _Bags) -> Comparison | None:
    if same_bag(bags.expected, bags.actual, bags.tolerances):
        if _in_order(bags):
            return None
        return Comparison(Rule.ORDER, "the rows are right, but not in the order asked for")
    return _bag_problem(bags)


def _in_order(bags: _Bags) -> bool:
    """Does every tie group hold the rows it should?"""
    if not bags.order:
        return True
    return all(
        same_bag(bags.expected[start:end], bags.actual[start:end], bags.tolerances)
        for start, end in tie_groups(bags.expected, bags.order, bags.tolerances)
    )


def tie_groups(
    rows: Sequence[Row], order: Sequence[int], tolerances: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Start and end of every run of rows that tie on the sort keys."""
    keys = [tuple(row[n] for n in order) for row in rows]
    close = [tolerances[n] for n in order]
    start = 0
    for index in range(1, len(rows) + 1):
        if index == len(rows) or not same_row(keys[index - 1], keys[index], close):
            yield start, index
            start = index


def _bag_problem(bags: _Bags) -> Comparison:
    expected, actual = Counter(bags.expected), Counter(bags.actual)
    if expected.keys() == actual.keys():
        return Comparison(Rule.DUPLICATES, "rows are repeated too often or not often enough")
    if len(actual) < len(expected) and not actual - expected:
        return Comparison(Rule.MISSING, "rows are missing")
    if len(actual) > len(expected) and not expected - actual:
        return Comparison(Rule.EXTRA, "there are rows that should not be there")
    for column in range(len(bags.columns)):
        if bags.without(column):
            return _column_problem(bags, column)
    if len(bags.actual) < len(bags.expected):
        return Comparison(Rule.MISSING, "too few rows, and not all of them are right")
    if len(bags.actual) > len(bags.expected):
        return Comparison(Rule.EXTRA, "too many rows, and not all of them are right")
    return Comparison(Rule.VALUES, "values are wrong in more than one column")


def _column_problem(bags: _Bags, column: int) -> Comparison:
    """All other columns are right: say as much about this one as gives no value away."""
    name = bags.columns[column].name
    if _same_but_nulls(bags, column):
        return Comparison(Rule.NULLS, f"{name} is NULL where it should not be, or the reverse")
    family = bags.columns[column].reader.family
    coarse = [0.01 if n == column else tolerance for n, tolerance in enumerate(bags.tolerances)]
    if family == "number" and bags.same(range(len(bags.columns)), coarse):
        return Comparison(Rule.ROUNDING, f"{name} is off by little, as by rounding")
    if family == "date or timestamp":
        return Comparison(Rule.DATES, f"dates or times in {name} are wrong")
    return Comparison(Rule.VALUES, f"values in {name} are wrong")


def _same_but_nulls(bags: _Bags, column: int) -> bool:
    """Would the bags be the same if NULL were what an answer commonly puts in its place?"""
    stand_ins: tuple[Value, ...] = (0, "", False)
    return any(
        same_bag(
            [_filled(row, column, value) for row in bags.expected],
            [_filled(row, column, value) for row in bags.actual],
            bags.tolerances,
        )
        for value in stand_ins
    )


def _filled(row: Row, column: int, value: Value) -> Row:
    return tuple(value if n == column and cell is None else cell for n, cell in enumerate(row))


def _reordered(expected: ResultTable, actual: ResultTable) -> Iterator[ResultTable]:
    """The actual table with its columns in other orders that fit the expected types."""
    width = len(expected.columns)
    given = [column.name for column in actual.columns]
    if len(set(given)) == width and set(given) == {column.name for column in expected.columns}:
        yield _permuted(actual, [given.index(column.name) for column in expected.columns])
    elif width <= _PERMUTED_COLUMNS and len(actual.rows) <= _PERMUTED_ROWS:
        yield from (_permuted(actual, list(order)) for order in list(permutations(range(width)))[1:])


def _permuted(table: ResultTable, order: Sequence[int]) -> ResultTable:
    rows = tuple(tuple(row[n] for n in order) for row in table.rows)
    return ResultTable(tuple(table.columns[n] for n in order), rows)


def _right_when(actual: ResultTable, expected: ResultTable, order: Sequence[int]) -> bool:
    if not expected.rows or _heading_problem(expected, actual, names=False):
        return False
    return _row_problem(_bags(expected, actual, order)) is None
