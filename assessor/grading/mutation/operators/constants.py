"""A constant off by one: a number, a day, a letter's case, a wildcard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$")
_ELSEWHERE = (
    exp.Interval,
    exp.Limit,
    exp.Offset,
    exp.Fetch,
    exp.WindowSpec,
    exp.Lag,
    exp.Lead,
    exp.Round,
    exp.Ordered,
    exp.Group,
    exp.DataTypeParam,
    exp.Exists,
    exp.Neg,
)
"""Numbers directly in these are the business of other operators, or mean a column."""


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Boolean) and not isinstance(node.parent, exp.Join):
        yield Change(exp.Boolean(this=not node.this))
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        yield from _around(-Decimal(node.this.name))
        yield Change(node.this.copy())
    if not isinstance(node, exp.Literal) or isinstance(node.parent, _ELSEWHERE) or _is_free(node):
        return
    if node.is_string:
        yield from _near_text(node)
    else:
        yield from _around(Decimal(node.name))


def _is_free(node: exp.Literal) -> bool:
    """SELECT 1 in an EXISTS says nothing."""
    return isinstance(node.parent, exp.Select) and isinstance(node.parent.parent, exp.Exists)


def _around(value: Decimal) -> Iterator[Change]:
    for other in (value - 1, value + 1):
        number = exp.Literal.number(f"{abs(other):f}")
        yield Change(exp.Neg(this=number) if other < 0 else number)


def _near_text(node: exp.Literal) -> Iterator[Change]:
    if _DAY.match(node.name) or _MOMENT.match(node.name):
        yield from _near_moment(node.name)
    elif isinstance(node.parent, exp.Like | exp.ILike) and node.arg_key == "expression":
        for pattern in _near_patterns(node.name):
            yield Change(exp.Literal.string(pattern))
    elif isinstance(node.parent, exp.Predicate | exp.If | exp.Case | exp.Coalesce):
        yield Change(exp.Literal.string(_near(node.name)))


def _near(text: str) -> str:
    other = text.swapcase()
    return other if other != text else text[:-1] or "?"


def _near_patterns(pattern: str) -> list[str]:
    """Anchored where it floats, floating where it is anchored, `_` for a real underscore."""
    starts, ends = pattern.startswith("%"), pattern.endswith("%")
    return [
        pattern.removeprefix("%") if starts else f"%{pattern}",
        pattern.removesuffix("%") if ends else f"{pattern}%",
        pattern.replace("\\_", "_"),
    ]


def _near_moment(text: str) -> Iterator[Change]:
    try:
        moment = datetime.fromisoformat(text)  # noqa: DTZ007,RUF100  # SQL's literal has no zone either
    except ValueError:
        return
    steps = [timedelta(days=-1), timedelta(days=1)]
    if not _DAY.match(text):
        steps += [timedelta(seconds=-1), timedelta(seconds=1)]
    for step in steps:
        other: date | datetime = (moment + step).date() if _DAY.match(text) else moment + step
        yield Change(exp.Literal.string(str(other)))


OPERATOR = Operator("constant", _changes)
