"""A border taken in or left out, or a comparison the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import operation, recast

_OTHERS: Mapping[type[Node], tuple[type[Node], ...]] = {
    exp.GT: (exp.GTE, exp.LT, exp.NEQ),
    exp.GTE: (exp.GT, exp.LTE, exp.EQ),
    exp.LT: (exp.LTE, exp.GT, exp.NEQ),
    exp.LTE: (exp.LT, exp.GTE, exp.EQ),
    exp.EQ: (exp.NEQ, exp.LTE, exp.GTE),
    exp.NEQ: (exp.EQ, exp.LT, exp.GT),
}
"""Data that exposes these three exposes the remaining two."""


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    others = _OTHERS.get(type(node), ())
    for other in others[:1] if isinstance(node, exp.EQ | exp.NEQ) and _has_no_order(node, scope) else others:
        yield Change(recast(node, other))
    if isinstance(node, exp.Between) and not node.args.get("symmetric"):
        yield from _half_open(node)


def _has_no_order(node: exp.Binary, scope: Facts) -> bool:
    """Codes and flags are told apart; nobody asks which is greater."""
    return any(scope.kind(side).family in {"text", "boolean", "uuid"} for side in (node.left, node.right))


def _half_open(node: exp.Between) -> Iterator[Change]:
    for low, high in ((exp.GTE, exp.LT), (exp.GT, exp.LTE)):
        lower = operation(low, node.this, node.args["low"])
        upper = operation(high, node.this, node.args["high"])
        yield Change(exp.Paren(this=exp.And(this=lower, expression=upper)))


OPERATOR = Operator("comparison", _changes)
