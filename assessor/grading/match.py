"""Are two bags of rows the same? Exactly, or within a tolerance per column."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from assessor.grading.values import Value

Row = tuple[Value, ...]

DIVIDED_SCALE = 8
"""Digits after the point from which a numeric is taken to come from a division or an average: PostgreSQL gives
those 16 significant digits, while amounts that people store have at most 6 decimals."""

DIVIDED_TOLERANCE = 1e-9

_ABSOLUTE = 1e-9


def same_value(expected: Value, actual: Value, tolerance: float) -> bool:
    """Equal, NULL with NULL, NaN with NaN, or numbers within the tolerance."""
    if expected == actual:
        return True
    if not tolerance or not _is_number(expected) or not _is_number(actual):
        return False
    left, right = float(expected), float(actual)  # type: ignore[arg-type]  # both are numbers
    return abs(left - right) <= max(_ABSOLUTE, tolerance * max(abs(left), abs(right)))


def same_row(expected: Row, actual: Row, tolerances: Sequence[float]) -> bool:
    """Every value is the same."""
    return all(map(same_value, expected, actual, tolerances))


def divided(column: Sequence[Value]) -> bool:
    """Does this column hold a numeric that came from a division or an average?"""
    return any(isinstance(value, Decimal) and _scale(value) >= DIVIDED_SCALE for value in column)


def same_bag(expected: Sequence[Row], actual: Sequence[Row], tolerances: Sequence[float]) -> bool:
    """Do both hold the same rows equally often, in whatever order?"""
    if len(expected) != len(actual):
        return False
    loose = [n for n, tolerance in enumerate(tolerances) if tolerance]
    if not loose:
        return Counter(expected) == Counter(actual)
    left, right = _by_exact_part(expected, loose), _by_exact_part(actual, loose)
    if {key: len(rows) for key, rows in left.items()} != {key: len(rows) for key, rows in right.items()}:
        return False
    return all(_pair_up(rows, right[key], tolerances, loose[0]) for key, rows in left.items())


def _by_exact_part(rows: Sequence[Row], loose: Sequence[int]) -> dict[Row, list[Row]]:
    """Rows by what must agree exactly; of a loose value that is whether it is a number at all."""
    groups: defaultdict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(_exact_part(value, n in loose) for n, value in enumerate(row))].append(row)
    return groups


def _exact_part(value: Value, is_loose: bool) -> Value:
    return b"a number" if is_loose and _is_finite(value) else value


def _pair_up(expected: list[Row], actual: list[Row], tolerances: Sequence[float], first: int) -> bool:
    """Give every expected row a different actual row close to it, searching only near it in the first loose column."""
    free = sorted(actual, key=lambda row: _position(row[first]))
    for row in sorted(expected, key=lambda row: _position(row[first])):
        position = _position(row[first])
        start = position - max(_ABSOLUTE, tolerances[first] * abs(position)) * 1.01
        index = bisect_left(free, start, key=lambda candidate: _position(candidate[first]))
        while index < len(free) and not same_row(row, free[index], tolerances):
            if _beyond(free[index][first], row[first], tolerances[first]):
                return False
            index += 1
        if index == len(free):
            return False
        del free[index]
    return True


def _beyond(candidate: Value, wanted: Value, tolerance: float) -> bool:
    """Can no later candidate be close any more, the candidates being sorted?"""
    return _position(candidate) > _position(wanted) and not same_value(wanted, candidate, tolerance)


def _position(value: Value) -> float:
    return float(value) if _is_finite(value) else 0.0  # type: ignore[arg-type]  # a finite number


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_finite(value: Value) -> bool:
    return _is_number(value) and abs(value) != float("inf")  # type: ignore[arg-type]  # a number


def _scale(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
