"""NOT IN, NOT EXISTS and an outer join with IS NULL taken for the same, which NULL makes them not."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import chained, edited, parts, query_of


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Not) and isinstance(node.this, exp.In):
        yield from _not_in(node.this, scope)
    elif isinstance(node, exp.Not) and isinstance(node.this, exp.Exists):
        yield from _not_exists(node.this, scope)
    elif isinstance(node, exp.Select):
        yield from _outer_join(node, scope)


def _not_in(test: exp.In, scope: Facts) -> Iterator[Change]:
    """To NOT EXISTS, which keeps a row although the list has a NULL."""
    inner = test.args.get("query")
    query = inner.unnest() if inner else None
    if not isinstance(query, exp.Select) or len(query.expressions) != 1 or query.args.get("group"):
        return
    value = query.expressions[0].unalias()
    if scope.never_null(value) and scope.never_null(test.this):
        return
    equal = exp.EQ(this=value.copy(), expression=test.this.copy())
    where = query.args.get("where")
    condition = chained([*(parts(where.this, exp.And) if where else []), equal], exp.And)
    new = edited(query, where=exp.Where(this=condition), expressions=[exp.Literal.number(1)])
    yield Change(
        exp.Not(this=exp.Exists(this=new)), f"NOT IN became NOT EXISTS for {value.name or 'the subquery'}"
    )


def _not_exists(test: exp.Exists, scope: Facts) -> Iterator[Change]:
    """To NOT IN, which drops every row as soon as the list has a NULL."""
    query = test.this.unnest()
    where = query.args.get("where") if isinstance(query, exp.Select) else None
    conditions = parts(where.this, exp.And) if where else []
    for index, part in enumerate(conditions):
        pair = _inner_and_outer(part, query)
        if pair and not (scope.never_null(pair[0]) and scope.never_null(pair[1])):
            rest = conditions[:index] + conditions[index + 1 :]
            kept = exp.Where(this=chained(rest, exp.And)) if rest else None
            new = edited(query, where=kept, expressions=[pair[0].copy()], distinct=None)
            inside = exp.In(this=pair[1].copy(), query=exp.Subquery(this=new))
            yield Change(exp.Not(this=inside), f"NOT EXISTS became NOT IN for {pair[0].name}")


def _inner_and_outer(part: Node, query: exp.Select) -> tuple[exp.Column, exp.Column] | None:
    if not isinstance(part, exp.EQ):
        return None
    sides = (part.left, part.right)
    own = {source.alias_or_name for source in query.find_all(exp.Table) if query_of(source) is query}
    for inner, outer in (sides, sides[::-1]):
        if not isinstance(inner, exp.Column) or not isinstance(outer, exp.Column):
            continue
        if inner.table in own and outer.table and outer.table not in own:
            return inner, outer
    return None


def _outer_join(select: exp.Select, scope: Facts) -> Iterator[Change]:
    """LEFT JOIN ... WHERE b.x IS NULL to NOT IN."""
    joins, where = select.args.get("joins") or [], select.args.get("where")
    if where is None:
        return
    for join in joins:
        on = join.args.get("on")
        if join.side != "LEFT" or not isinstance(on, exp.EQ) or not isinstance(join.this, exp.Table):
            continue
        alias = join.this.alias_or_name
        sides = sorted(
            (on.left, on.right), key=lambda side: side.name and getattr(side, "table", "") != alias
        )
        tests = parts(where.this, exp.And)
        if all(isinstance(side, exp.Column) for side in sides) and any(
            _is_null(test, alias) for test in tests
        ):
            listed = exp.Subquery(this=exp.select(sides[0].copy()).from_(join.this.copy()))
            test = exp.Not(this=exp.In(this=sides[1].copy(), query=listed))
            rest = [part for part in tests if not _is_null(part, alias)]
            new = edited(
                select,
                joins=[other.copy() for other in joins if other is not join],
                where=exp.Where(this=chained([*rest, test], exp.And)),
            )
            yield Change(new, f"LEFT JOIN {alias} with IS NULL became NOT IN")


def _is_null(part: Node, alias: str) -> bool:
    column = part.this if isinstance(part, exp.Is) and isinstance(part.expression, exp.Null) else None
    return isinstance(column, exp.Column) and column.table == alias and not part.args.get("negate")


OPERATOR = Operator("anti-join", _changes)
