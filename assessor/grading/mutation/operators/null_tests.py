"""Three-valued logic forgotten: "not true" taken for "false", "different" taken for "<>"."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import bracketed, recast

_TWINS = {
    exp.EQ: exp.NullSafeEQ,
    exp.NEQ: exp.NullSafeNEQ,
    exp.NullSafeEQ: exp.EQ,
    exp.NullSafeNEQ: exp.NEQ,
}


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if (
        isinstance(node, exp.EQ | exp.NullSafeEQ)
        and _may_be_null(scope, node.left)
        and _may_be_null(scope, node.right)
    ) or (
        isinstance(node, exp.NEQ | exp.NullSafeNEQ)
        and (_may_be_null(scope, node.left) or _may_be_null(scope, node.right))
    ):
        yield from _twin(node)
    elif isinstance(node, exp.Not) and _is_truth_test(node.this) and _may_be_null(scope, node.this.this):
        wanted = not node.this.expression.this
        yield Change(exp.EQ(this=bracketed(node.this.this), expression=exp.Boolean(this=wanted)))
    elif _is_truth_test(node) and not isinstance(node.parent, exp.Not) and _may_be_null(scope, node.this):
        other = exp.Is(this=node.this.copy(), expression=exp.Boolean(this=not node.expression.this))
        yield Change(exp.Not(this=other))


def _twin(node: exp.Binary) -> Iterator[Change]:
    if not isinstance(node.right, exp.Any | exp.All | exp.Null):
        yield Change(recast(node, _TWINS[type(node)]))


def _is_truth_test(node: Node) -> bool:
    return isinstance(node, exp.Is) and isinstance(node.expression, exp.Boolean)


def _may_be_null(scope: Facts, node: Node) -> bool:
    return scope.kind(node).nullable


OPERATOR = Operator("null test", _changes)
