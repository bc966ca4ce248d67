"""One of several conditions forgotten, or the only one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import chained, is_condition, parts, short


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if is_condition(node) and not isinstance(node, exp.Boolean):
        yield from _dropped(node, exp.And)
    if isinstance(node, exp.Or) and not isinstance(node.parent, exp.Or):
        yield from _dropped(node, exp.Or)
    if isinstance(node, exp.Filter):
        yield Change(node.this.copy(), f"{short(node.expression)} was dropped from {short(node.this)}")


def _dropped(node: Node, kind: type[exp.And] | type[exp.Or]) -> Iterator[Change]:
    conditions = parts(node, kind)
    for part in conditions:
        rest = [other for other in conditions if other is not part]
        yield Change(chained(rest, kind), f"the condition {short(part)} was dropped")


OPERATOR = Operator("condition", _changes)
