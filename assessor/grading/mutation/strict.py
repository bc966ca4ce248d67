"""Conditions that only hold where a column has a value."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.model import Node
from assessor.grading.mutation.tree import parts

_TWO_SIDED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_ONE_SIDED = (exp.In, exp.Like, exp.ILike, exp.Between)
_TRANSPARENT = (exp.Cast, exp.Paren, exp.Neg, exp.Add, exp.Sub, exp.Mul, exp.Div)


def needed(condition: Node | None) -> Iterator[exp.Column]:
    """Columns that are not NULL wherever the condition is true; not all of them, but none too many."""
    for part in parts(condition, exp.And) if condition else []:
        if isinstance(part, _TWO_SIDED):
            yield from _columns(part.left)
            yield from _columns(part.right)
        elif isinstance(part, _ONE_SIDED) or _is_not_null(part) or _is_true(part):
            yield from _columns(part.this)
        elif isinstance(part, exp.Not) and isinstance(part.this, exp.Is):
            yield from _columns(part.this.this) if isinstance(part.this.expression, exp.Null) else ()


def _columns(node: Node) -> Iterator[exp.Column]:
    """Columns whose NULL makes the expression NULL."""
    if isinstance(node, exp.Column):
        yield node
    elif isinstance(node, _TRANSPARENT):
        for key in ("this", "expression"):
            inner = node.args.get(key)
            if isinstance(inner, exp.Expr):
                yield from _columns(inner)


def _is_not_null(part: Node) -> bool:
    return (
        isinstance(part, exp.Is) and isinstance(part.expression, exp.Null) and bool(part.args.get("negate"))
    )


def _is_true(part: Node) -> bool:
    return isinstance(part, exp.Is) and isinstance(part.expression, exp.Boolean)
