"""Rounded too early, otherwise or not at all; integers divided where a fraction was meant, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import bracketed, edited, operation, recast


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Round):
        yield from _round(node)
    elif isinstance(node, exp.Div):
        yield from _division(node, scope)
    elif isinstance(node, exp.Literal) and not node.is_string and not node.is_int:
        if isinstance(node.parent, exp.Mul | exp.Div) and float(node.name).is_integer():
            yield Change(exp.Literal.number(int(float(node.name))))
    elif isinstance(node, exp.Cast) and _saves_division(node, scope):
        yield Change(node.this.copy())


def _saves_division(node: exp.Cast, scope: Facts) -> bool:
    inside = isinstance(node.find_ancestor(exp.Div, exp.Query), exp.Div)
    return inside and scope.kind(node).family in {"numeric", "float"}


def _division(node: exp.Div, scope: Facts) -> Iterator[Change]:
    left, right = scope.kind(node.left), scope.kind(node.right)
    if left.family == "integer" and right.family == "integer":
        whole = exp.cast(bracketed(node.left), "numeric", dialect="postgres")
        yield Change(operation(exp.Div, whole, node.right))
    elif left.family != "interval":
        yield Change(exp.Trunc(this=node.copy()))


def _round(node: exp.Round) -> Iterator[Change]:
    yield Change(node.this.copy())
    yield Change(exp.Trunc(this=node.this.copy(), decimals=_digits(node)))
    digits = node.args.get("decimals")
    if isinstance(digits, exp.Literal) and digits.is_int:
        for other in (int(digits.name) - 1, int(digits.name) + 1):
            if other >= 0:
                yield Change(edited(node, decimals=exp.Literal.number(other)))
    yield from _early(node)


def _early(node: exp.Round) -> Iterator[Change]:
    """The rounding moves to a division or into a sum below it."""
    inner = [part for part in node.this.walk() if isinstance(part, exp.Div | exp.Sum | exp.Avg)]
    for index, part in enumerate(inner):
        new = node.this.copy()
        twin = [one for one in new.walk() if isinstance(one, exp.Div | exp.Sum | exp.Avg)][index]
        early = _rounded_inside(part, node)
        if twin is new:
            if not isinstance(part, exp.Div):
                yield Change(early)
            continue
        twin.replace(early)
        yield Change(new)


def _rounded_inside(part: Node, node: exp.Round) -> Node:
    if isinstance(part, exp.Div):
        return recast(node, exp.Round, this=part.copy())
    inside = part.this
    if isinstance(inside, exp.Distinct):
        return part.copy()
    return edited(part, this=recast(node, exp.Round, this=inside.copy()))


def _digits(node: exp.Round) -> Node | None:
    digits = node.args.get("decimals")
    return digits.copy() if digits is not None else None


OPERATOR = Operator("rounding", _changes)
