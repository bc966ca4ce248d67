"""One row of several that tie at the cut, one too many or too few, or no cut at all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, same_text

_RANK = "_rank"


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Limit | exp.Fetch | exp.Offset):
        yield from _count(node)
    elif isinstance(node, exp.Query) and node.args.get("limit") is not None:
        yield from _ties(node, node.args["limit"])
    elif isinstance(node, exp.Select):
        yield from _tied_firsts(node, scope)


def _count(node: Node) -> Iterator[Change]:
    key = "count" if isinstance(node, exp.Fetch) else "expression"
    count = node.args.get(key)
    if isinstance(count, exp.Literal) and count.is_int:
        for other in (int(count.name) - 1, int(count.name) + 1):
            if other >= 0:
                yield Change(edited(node, **{key: exp.Literal.number(other)}))


def _ties(query: exp.Query, limit: Node) -> Iterator[Change]:
    yield Change(edited(query, limit=None), "the limit was dropped")
    if isinstance(limit, exp.Fetch):
        options = limit.args.get("limit_options")
        if options is not None and options.args.get("with_ties"):
            plain = exp.Limit(expression=(limit.args.get("count") or exp.Literal.number(1)).copy())
            yield Change(edited(query, limit=plain), "WITH TIES was dropped")
            return
    if query.args.get("order") is not None:
        count = limit.args.get("count") or limit.args.get("expression") or exp.Literal.number(1)
        options = exp.LimitOptions(percent=False, rows=True, with_ties=True)
        with_ties = exp.Fetch(direction="FIRST", count=count.copy(), limit_options=options)
        yield Change(edited(query, limit=with_ties), "the limit takes all that tie with the last row")


def _tied_firsts(query: exp.Select, scope: Facts) -> Iterator[Change]:
    """DISTINCT ON takes one row of those that tie; RANK() = 1 takes all."""
    distinct, order = query.args.get("distinct"), query.args.get("order")
    on = distinct.args.get("on") if isinstance(distinct, exp.Distinct) else None
    names = [projection.alias_or_name for projection in query.expressions]
    if on is None or order is None or not all(names) or query.is_star:
        return
    keys = on.expressions if isinstance(on, exp.Tuple) else [on]
    rest = [key for key in order.expressions if not any(same_text(key.this, one) for one in keys)]
    if not rest or _is_decided(query, [*keys, *(key.this for key in rest)], scope):
        return
    partition = [key.copy() for key in keys]
    best = exp.Order(expressions=[key.copy() for key in rest])
    rank = exp.Window(this=exp.Rank(), partition_by=partition, order=best, over="OVER")
    inner = edited(query, distinct=None, order=None, with_=None)
    inner.append("expressions", exp.alias_(rank, _RANK))
    first = exp.column(_RANK).eq(1)
    new = exp.select(*(exp.column(name) for name in names)).from_(inner.subquery("_ranked")).where(first)
    if query.args.get("with_") is not None:
        new.set("with_", query.args["with_"].copy())
    yield Change(new, "DISTINCT ON takes all rows that tie for the first")


def _is_decided(query: exp.Select, keys: list[Node], scope: Facts) -> bool:
    """Do the keys tell all rows apart?"""
    columns = [scope.column(key) for key in keys if isinstance(key, exp.Column)]
    sources = {known.source for known in scope.visible(query)}
    return all(
        scope.has_key(query, source, [known.name for known in columns if known and known.source == source])
        for source in sources
    )


OPERATOR = Operator("limit", _changes)
