"""One aggregate for another; rows counted for values, values for distinct ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.scope import Known
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


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
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


def _count(node: exp.Count, scope: Facts) -> Iterator[Change]:
    inside = node.this
    if isinstance(inside, exp.Star):
        yield from _columns(node, scope)
        return
    counted = inside.expressions[0] if isinstance(inside, exp.Distinct) else inside
    if isinstance(inside, exp.Distinct):
        yield Change(edited(node, this=counted.copy()))
    elif not isinstance(node.parent, exp.Window) and not _counts_key(counted, scope):
        yield Change(edited(node, this=exp.Distinct(expressions=[counted.copy()])))
    if isinstance(inside, exp.Distinct) or not scope.never_null(counted):
        yield Change(edited(node, this=exp.Star()))
    if counted is inside and isinstance(counted, exp.Column):
        yield from _with_gaps(node, counted, scope)


def _with_gaps(node: exp.Count, counted: exp.Column, scope: Facts) -> Iterator[Change]:
    """To a column of the same table that may be NULL in its rows."""
    select, own = scope.found(counted)
    if select is None or own is None or own.own_nullable or query_of(counted) is not select:
        return
    columns = [known for known in scope.shown(select, node) if known.source == own.source]
    for known in _first_of_each([known for known in columns if known.own_nullable and known.kind.nullable]):
        yield Change(edited(node, this=known.node()))


def _counts_key(counted: Node, scope: Facts) -> bool:
    select, known = scope.found(counted) if isinstance(counted, exp.Column) else (None, None)
    if select is None or known is None or query_of(counted) is not select:
        return False
    return scope.has_key(select, known.source, [known.name]) and scope.is_single(select, known.source)


def _is_unique(known: Known, select: exp.Select, scope: Facts) -> bool:
    """Counting it, distinct or not, counts the rows."""
    key = scope.has_key(select, known.source, [known.name]) and scope.is_single(select, known.source)
    return key and not known.kind.nullable


def _columns(node: exp.Count, scope: Facts) -> Iterator[Change]:
    """COUNT(*) to the count of a column that may be NULL, or of distinct values; one column of each table will do."""
    select = query_of(node)
    visible = scope.shown(select) if select else []
    windowed = isinstance(node.parent, exp.Window)
    for known in _first_of_each([] if windowed else visible):
        if select is None or not _is_unique(known, select, scope):
            yield Change(edited(node, this=exp.Distinct(expressions=[known.node()])))
    for known in _first_of_each([known for known in visible if known.kind.nullable]):
        yield Change(edited(node, this=known.node()))


def _first_of_each(columns: list[Known]) -> Iterator[Known]:
    seen = set()
    for known in columns:
        if known.source not in seen:
            seen.add(known.source)
            yield known


OPERATOR = Operator("aggregate", _changes)
