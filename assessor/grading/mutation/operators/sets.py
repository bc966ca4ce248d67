"""Duplicates lost or kept, the wrong set operation, or one of its sides forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, recast

_KINDS: tuple[tuple[str, type[exp.SetOperation], bool], ...] = (
    ("UNION ALL", exp.Union, False),
    ("UNION", exp.Union, True),
    ("INTERSECT", exp.Intersect, True),
    ("EXCEPT", exp.Except, True),
)


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if not isinstance(node, exp.SetOperation):
        return
    was = type(node).__name__.upper() + ("" if node.args.get("distinct") else " ALL")
    for name, kind, distinct in _KINDS:
        if name != was:
            yield Change(recast(node, kind, distinct=distinct), f"{was} became {name}")
    yield Change(_alone(node, node.this), f"the side after {was} was dropped")
    yield Change(_alone(node, _titled(node.expression, node.this)), f"the side before {was} was dropped")


def _alone(node: exp.SetOperation, side: Node) -> Node:
    """One side, with what applied to both: the CTEs, the order, the limit."""
    copy = side.copy()
    outer = {key: node.args.get(key) for key in ("with_", "order", "limit", "offset")}
    if any(outer[key] is not None for key in ("order", "limit", "offset")) and not isinstance(
        copy, exp.Select
    ):
        copy = exp.select("*").from_(
            exp.Subquery(this=copy.unnest(), alias=exp.TableAlias(this=exp.to_identifier("x")))
        )
    return edited(copy, **{key: value.copy() for key, value in outer.items() if value is not None})


def _titled(side: Node, first: Node) -> Node:
    """A side under the names that the first one gives."""
    names = [projection.alias_or_name for projection in _selected(first)]
    copy = side.copy()
    query = copy.unnest()
    if isinstance(query, exp.Select) and len(names) == len(query.expressions):
        titled = [
            exp.alias_(one.unalias().copy(), name) if name and one.alias_or_name != name else one
            for one, name in zip(query.expressions, names, strict=True)
        ]
        query.set("expressions", titled)
    return copy


def _selected(query: Node) -> list[Node]:
    bare = query.unnest()
    return list(bare.selects) if isinstance(bare, exp.Query) else []


OPERATOR = Operator("set operation", _changes)
