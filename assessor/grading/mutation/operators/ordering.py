"""The wrong direction, NULLs at the wrong end, or a sort key forgotten, wherever the order matters."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import cuts, edited, same_text, short, unaliased, without

_AGGREGATES = (exp.GroupConcat, exp.ArrayAgg, exp.JSONBObjectAgg, exp.WithinGroup, exp.Anonymous)


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Ordered) and isinstance(node.parent, exp.Order) and order_matters(node.parent):
        if not _is_group_of_subquery(node):
            yield from _key(node, scope)
    elif isinstance(node, exp.Order) and order_matters(node) and len(node.expressions) > 1:
        for index, key in enumerate(node.expressions):
            new = edited(node, expressions=without(node.expressions, index))
            yield Change(new, f"the sort key {short(key)} was dropped")
    elif isinstance(node, exp.Query | exp.Window):
        order = node.args.get("order")
        if order is not None and len(order.expressions) == 1 and order_matters(order):
            yield Change(edited(node, order=None), f"{short(order)} was dropped")


def _is_group_of_subquery(node: exp.Ordered) -> bool:
    """In a subquery the order of the groups of DISTINCT ON is nobody's business."""
    query = node.parent.parent if node.parent else None
    distinct = query.args.get("distinct") if isinstance(query, exp.Select) and query.parent else None
    on = distinct.args.get("on") if isinstance(distinct, exp.Distinct) else None
    return on is not None and any(same_text(node.this, one) for one in on.expressions)


def order_matters(order: exp.Order) -> bool:
    """Not in a subquery that keeps all its rows."""
    holder = order.parent
    if isinstance(holder, exp.Query):
        return holder.parent is None or cuts(holder)
    return holder is not None


def _key(node: exp.Ordered, scope: Facts) -> Iterator[Change]:
    desc, nulls_first = bool(node.args.get("desc")), bool(node.args.get("nulls_first"))
    by_default = nulls_first == desc
    yield Change(edited(node, desc=not desc, nulls_first=(not desc) if by_default else nulls_first))
    if not scope.never_null(_meant(node)):
        yield Change(edited(node, nulls_first=not nulls_first))


def _meant(node: exp.Ordered) -> Node:
    """What an output name or number in ORDER BY stands for."""
    key: Node = node.this
    query = node.parent.parent if node.parent else None
    for number, projection in enumerate(query.expressions if isinstance(query, exp.Select) else [], 1):
        named = isinstance(key, exp.Column) and not key.table and projection.alias == key.name
        if named or (key.is_int and key.name == str(number)):
            return unaliased(projection)
    return key


OPERATOR = Operator("order", _changes)
