"""The calendar misread: the year forgotten, the last day cut off, a month of 30 days, the wrong part of a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import chained, edited, is_condition, parts, same_text, short

_UNITS = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
_FIELDS = {
    "YEAR": ("ISOYEAR",),
    "ISOYEAR": ("YEAR",),
    "MONTH": ("QUARTER", "DAY"),
    "QUARTER": ("MONTH",),
    "DAY": ("DOY", "DOW"),
    "DOW": ("ISODOW",),
    "ISODOW": ("DOW",),
    "HOUR": ("MINUTE",),
    "MINUTE": ("HOUR",),
    "EPOCH": ("SECOND",),
}
_IN_DAYS = {"MONTH": 30, "YEAR": 365}
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.TimestampTrunc):
        yield from _truncated(node)
    elif isinstance(node, exp.Extract):
        for other in _FIELDS.get(node.name.upper(), ()):
            yield Change(edited(node, this=exp.var(other)))
    elif isinstance(node, exp.Interval):
        yield from _interval(node)
    elif isinstance(node, exp.LT) and scope.kind(node.left).family == "timestamp":
        yield from _last_day_lost(node)
    elif isinstance(node, exp.Cast) and _cuts_time_off(node, scope):
        yield Change(node.this.copy())
    if is_condition(node):
        yield from _year_forgotten(node)


def _cuts_time_off(node: exp.Cast, scope: Facts) -> bool:
    kinds = scope.kind(node.this), scope.kind(node)
    return isinstance(node.this, exp.Column) and [kind.family for kind in kinds] == ["timestamp", "date"]


def _truncated(node: exp.TimestampTrunc) -> Iterator[Change]:
    unit = node.text("unit").upper()
    place = _UNITS.index(unit) if unit in _UNITS else -1
    for other in (place - 1, place + 1):
        if place >= 0 and 0 <= other < len(_UNITS):
            yield Change(edited(node, unit=exp.var(_UNITS[other])))
    if unit == "MONTH":
        month = exp.cast(
            exp.Extract(this=exp.var("MONTH"), expression=node.this.copy()), "int", dialect="postgres"
        )
        yearless = exp.func(
            "make_date", exp.Literal.number(2000), month, exp.Literal.number(1), dialect="postgres"
        )
        new = exp.cast(yearless, "timestamp", dialect="postgres")
        yield Change(new, f"{short(node)} forgot the year")


def _interval(node: exp.Interval) -> Iterator[Change]:
    unit = node.text("unit").upper().removesuffix("S")
    if not isinstance(node.this, exp.Literal) or not re.fullmatch(r"\d+", node.this.name) or not unit:
        return
    count = int(node.this.name)
    for other in (count - 1, count + 1):
        if other >= 0:
            yield Change(edited(node, this=exp.Literal.string(str(other))))
    if unit in _IN_DAYS:
        days = exp.Literal.string(str(count * _IN_DAYS[unit]))
        yield Change(exp.Interval(this=days, unit=exp.var("DAYS")))


def _last_day_lost(node: exp.LT) -> Iterator[Change]:
    """Before the first of July is not up to the 30th of June where there are times of day."""
    day = _day(node.right)
    if day is None:
        return
    last = exp.cast(exp.Literal.string(str(day - timedelta(days=1))), "date", dialect="postgres")
    yield Change(exp.LTE(this=node.left.copy(), expression=last))


def _year_forgotten(node: Node) -> Iterator[Change]:
    """From the first of a month to the next one, taken for "the month is June"."""
    conditions = parts(node, exp.And)
    for lower in conditions:
        for upper in conditions:
            start = _day(lower.right) if isinstance(lower, exp.GTE) else None
            end = _day(upper.right) if isinstance(upper, exp.LT) else None
            if start and end and same_text(lower.this, upper.this) and _is_month(start, end):
                field = exp.Extract(this=exp.var("MONTH"), expression=lower.this.copy())
                test = field.eq(start.month)
                rest = [part for part in conditions if part not in (lower, upper)]
                yield Change(
                    chained([test, *rest], exp.And), f"{short(lower)} and {short(upper)} forgot the year"
                )


def _is_month(start: date, end: date) -> bool:
    return start.day == end.day == 1 and (end - timedelta(days=1)).replace(day=1) == start


def _day(node: Node) -> date | None:
    """The day of a date literal, with or without its cast."""
    bare = node.this if isinstance(node, exp.Cast) else node
    if not isinstance(bare, exp.Literal) or not bare.is_string or not _DAY.match(bare.name):
        return None
    try:
        return date.fromisoformat(bare.name)
    except ValueError:
        return None


OPERATOR = Operator("date", _changes)
