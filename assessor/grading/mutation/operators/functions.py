"""The function next to the right one, or none where one was needed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import recast

_TWINS: dict[type[Node], type[Node]] = {
    exp.Greatest: exp.Least,
    exp.Least: exp.Greatest,
    exp.Floor: exp.Ceil,
    exp.Ceil: exp.Floor,
}
_DROPPED = (exp.Lower, exp.Upper, exp.Trim, exp.Abs)


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    twin = _TWINS.get(type(node))
    if twin:
        yield Change(recast(node, twin))
    if isinstance(node, _DROPPED):
        yield Change(node.this.copy())


OPERATOR = Operator("function", _changes)
