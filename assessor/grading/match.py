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
    return all(_same_group(rows, right[key], tolerances, loose) for key, rows in left.items())


def _by_exact_part(rows: Sequence[Row], loose: Sequence[int]) -> dict[Row, list[Row]]:
    """Rows by what must agree exactly; of a loose value that is whether it is a number at all."""
    groups: defaultdict[Row, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(_exact_part(value, n in loose) for n, value in enumerate(row))].append(row)
    return groups


def _exact_part(value: Value, is_loose: bool) -> Value:
    return b"a number" if is_loose and _is_finite(value) else value


def _same_group(
    expected: list[Row], actual: list[Row], tolerances: Sequence[float], loose: Sequence[int]
) -> bool:
    """Rows that agree in their exact part: first side by side in sorted order, then by searching partners."""

    def positions(row: Row) -> tuple[float, ...]:
        return tuple(_position(row[n]) for n in loose)

    left, right = sorted(expected, key=positions), sorted(actual, key=positions)
    if all(same_row(one, other, tolerances) for one, other in zip(left, right, strict=True)):
        return True
    telling = max(loose, key=lambda n: len({row[n] for row in expected}))
    return _pair_up(left, right, tolerances, telling)


def _pair_up(expected: list[Row], actual: list[Row], tolerances: Sequence[float], by: int) -> bool:
    """Give every expected row an actual row of its own that is close to it, searching near it in column `by`."""
    free = sorted(actual, key=lambda row: _position(row[by]))
    for row in expected:
        position = _position(row[by])
        start = position - max(_ABSOLUTE, tolerances[by] * abs(position)) * 1.01
        index = bisect_left(free, start, key=lambda candidate: _position(candidate[by]))
        while index < len(free) and not same_row(row, free[index], tolerances):
            if _beyond(free[index][by], row[by], tolerances[by]):
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
