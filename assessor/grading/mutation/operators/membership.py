"""A test turned round: IN for NOT IN, LIKE for NOT LIKE, EXISTS for NOT EXISTS; ANY for ALL; a case that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, recast

_TESTS = (
    exp.In,
    exp.Like,
    exp.ILike,
    exp.SimilarTo,
    exp.RegexpLike,
    exp.RegexpILike,
    exp.Between,
    exp.Exists,
    exp.Is,
)
_TWINS: Mapping[type[Node], type[Node]] = {
    exp.Like: exp.ILike,
    exp.ILike: exp.Like,
    exp.Any: exp.All,
    exp.All: exp.Any,
}


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if isinstance(node, _TESTS) and not isinstance(node.parent, exp.Not):
        if node.args.get("negate"):
            yield Change(edited(node, negate=None))
        else:
            yield Change(exp.Not(this=node.copy()))
    twin = _TWINS.get(type(node))
    if twin:
        yield Change(recast(node, twin))


OPERATOR = Operator("membership", _changes)
