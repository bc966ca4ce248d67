"""AND for OR, or a NOT too many."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import bracketed


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if isinstance(node, exp.And | exp.Or):
        other = exp.Or if isinstance(node, exp.And) else exp.And
        yield Change(other(this=_operand(node.left, other), expression=_operand(node.right, other)))
    elif isinstance(node, exp.Not):
        yield Change(node.this.copy())


def _operand(node: Node, kind: type[Node]) -> Node:
    return bracketed(node) if isinstance(node, exp.Connector) and not isinstance(node, kind) else node.copy()


OPERATOR = Operator("connective", _changes)
