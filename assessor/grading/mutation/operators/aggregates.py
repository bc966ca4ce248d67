"""One aggregate for another; rows counted for values, values for distinct ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.model import Change, Node, Operator
from assessor.grading.mutation.scope import Scope
from assessor.grading.mutation.tree import edited, query_of, recast

_NUMERIC: Mapping[type[Node], tuple[type[Node], ...]] = {
    exp.Sum: (exp.Avg, exp.Max, exp.Count),
    exp.Avg: (exp.Sum, exp.Max),
    exp.Min: (exp.Max, exp.Sum),
    exp.Max: (exp.Min, exp.Sum),
    exp.PercentileCont: (exp.PercentileDisc,),
    exp.PercentileDisc: (exp.PercentileCont,),
}
_OTHER: Mapping[type[Node], tuple[type[Node], ...]] = {
    exp.Min: (exp.Max,),
    exp.Max: (exp.Min,),
    exp.LogicalAnd: (exp.LogicalOr,),
    exp.LogicalOr: (exp.LogicalAnd,),
}


def _changes(node: Node, scope: Scope) -> Iterator[Change]:
    if isinstance(node, exp.Count):
        yield from _count(node, scope)
        return
    number = not isinstance(node, exp.AggFunc) or scope.kind(node.this).family in {
        None,
        "integer",
        "numeric",
        "float",
    }
    for other in (_NUMERIC if number else _OTHER).get(type(node), _OTHER.get(type(node), ())):
        yield Change(recast(node, other))
    if isinstance(node, exp.Sum | exp.Avg | exp.ArrayAgg | exp.GroupConcat):
        yield from _distinct(node)


def _distinct(node: Node) -> Iterator[Change]:
    if isinstance(node.this, exp.Distinct):
        yield Change(edited(node, this=node.this.expressions[0].copy()))
    elif not isinstance(node.this, exp.Order):
        yield Change(edited(node, this=exp.Distinct(expressions=[node.this.copy()])))


def _count(node: exp.Count, scope: Scope) -> Iterator[Change]:
    inside = node.this
    if isinstance(inside, exp.Star):
        yield from _columns(node, scope)
        return
    counted = inside.expressions[0] if isinstance(inside, exp.Distinct) else inside
    if isinstance(inside, exp.Distinct):
        yield Change(edited(node, this=counted.copy()))
    elif not isinstance(node.parent, exp.Window):
        yield Change(edited(node, this=exp.Distinct(expressions=[counted.copy()])))
    if isinstance(inside, exp.Distinct) or not scope.never_null(counted):
        yield Change(edited(node, this=exp.Star()))


def _columns(node: exp.Count, scope: Scope) -> Iterator[Change]:
    """COUNT(*) to the count of a column that may be NULL, and of the distinct values of any."""
    select = query_of(node)
    for known in scope.visible(select) if select else []:
        column = known.node()
        if known.kind.nullable:
            yield Change(edited(node, this=column))
        if not isinstance(node.parent, exp.Window):
            yield Change(edited(node, this=exp.Distinct(expressions=[column.copy()])))


OPERATOR = Operator("aggregate", _changes)
