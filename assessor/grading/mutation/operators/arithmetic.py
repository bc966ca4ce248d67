"""The wrong sign or operation, or operands the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import operation

_OTHERS: Mapping[type[Node], tuple[type[exp.Binary], ...]] = {
    exp.Add: (exp.Sub, exp.Mul),
    exp.Sub: (exp.Add, exp.Mul),
    exp.Mul: (exp.Div, exp.Add),
    exp.Div: (exp.Mul, exp.Sub),
    exp.Mod: (exp.Div,),
}


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Neg) and not isinstance(node.this, exp.Literal):
        yield Change(node.this.copy())
    if not isinstance(node, exp.Binary):
        return
    for other in _possible(node, scope):
        yield Change(operation(other, node.left, node.right))
    if isinstance(node, exp.Sub | exp.Div):
        yield Change(operation(type(node), node.right, node.left))


def _possible(node: exp.Binary, scope: Facts) -> tuple[type[exp.Binary], ...]:
    """Dates can only be moved forth and back."""
    times = {"date", "timestamp", "interval"}
    others = _OTHERS.get(type(node), ())
    if scope.kind(node.left).family in times and isinstance(node, exp.Add | exp.Sub):
        return others[:1]
    return others


OPERATOR = Operator("arithmetic", _changes)
