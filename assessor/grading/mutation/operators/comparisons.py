"""A border taken in or left out, or a comparison the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.model import Change, Node, Operator
from assessor.grading.mutation.scope import Scope
from assessor.grading.mutation.tree import recast

_OTHERS: Mapping[type[Node], tuple[type[Node], ...]] = {
    exp.GT: (exp.GTE, exp.LT, exp.NEQ),
    exp.GTE: (exp.GT, exp.LTE, exp.EQ),
    exp.LT: (exp.LTE, exp.GT, exp.NEQ),
    exp.LTE: (exp.LT, exp.GTE, exp.EQ),
    exp.EQ: (exp.NEQ, exp.LTE, exp.GTE),
    exp.NEQ: (exp.EQ, exp.LT, exp.GT),
}
"""Data that exposes these three exposes the remaining two."""


def _changes(node: Node, _: Scope) -> Iterator[Change]:
    for other in _OTHERS.get(type(node), ()):
        yield Change(recast(node, other))


OPERATOR = Operator("comparison", _changes)
