"""DISTINCT forgotten, or put in to hide a join that multiplies."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, same_text, short, unaliased, without


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if not isinstance(node, exp.Select) or not node.args.get("from_"):
        return
    distinct = node.args.get("distinct")
    on = distinct.args.get("on") if isinstance(distinct, exp.Distinct) else None
    if on is not None:
        yield from _on(node, on)
    elif distinct is not None:
        yield Change(edited(node, distinct=None), "DISTINCT was dropped")
    elif not _is_distinct_anyway(node, scope):
        yield Change(edited(node, distinct=exp.Distinct()), "SELECT became SELECT DISTINCT")


def _on(node: exp.Select, on: Node) -> Iterator[Change]:
    yield Change(edited(node, distinct=None), "DISTINCT ON was dropped")
    yield Change(edited(node, distinct=exp.Distinct()), "DISTINCT ON became DISTINCT")
    keys = on.expressions if isinstance(on, exp.Tuple) else []
    for index, key in enumerate(keys if len(keys) > 1 else []):
        fewer = exp.Distinct(on=exp.Tuple(expressions=without(keys, index)))
        yield Change(edited(node, distinct=fewer), f"DISTINCT ON lost {short(key)}")


def _is_distinct_anyway(node: exp.Select, scope: Facts) -> bool:
    holder = node.parent
    if isinstance(holder, exp.Exists | exp.In) or isinstance(holder and holder.parent, exp.Exists | exp.In):
        return True
    if isinstance(holder, exp.SetOperation) and holder.args.get("distinct"):
        return True
    shown = [column for projection in node.expressions for column in _shown(projection, node, scope)]
    group = node.args.get("group")
    if group is not None:
        plain = len(group.args) == 1 or not any(
            value for key, value in group.args.items() if key != "expressions"
        )
        return plain and all(any(same_text(item, one) for one in shown) for item in group.expressions)
    return _is_one_row(shown) or _shows_keys(node, shown, scope)


def _shown(projection: Node, node: exp.Select, scope: Facts) -> list[Node]:
    """What an output shows; a star shows all columns of its table."""
    if not projection.is_star:
        return [unaliased(projection)]
    table = projection.table if isinstance(projection, exp.Column) else ""
    return [known.node() for known in scope.visible(node) if table in {"", known.source}]


def _is_one_row(shown: list[Node]) -> bool:
    return any(isinstance(one, exp.AggFunc | exp.Filter) for one in shown)


def _shows_keys(node: exp.Select, shown: list[Node], scope: Facts) -> bool:
    """Can a row of every table in the FROM be told from all others, or of one that no other table multiplies?"""
    sources = list(dict.fromkeys(known.source for known in scope.visible(node)))
    tables = ["", *sources] if len(sources) == 1 else None
    with_key = [
        scope.has_key(
            node,
            source,
            [c.name for c in shown if isinstance(c, exp.Column) and c.table in (tables or [source])],
        )
        for source in sources
    ]
    single = any(has and scope.is_single(node, source) for has, source in zip(with_key, sources, strict=True))
    return bool(sources) and (single or all(with_key))


OPERATOR = Operator("distinct", _changes)
