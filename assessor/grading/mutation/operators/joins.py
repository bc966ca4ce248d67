"""The wrong join: rows without a partner lost or kept, or a condition in ON that belongs into WHERE."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import chained, edited, parts, short, without

_SIDES = ("", "LEFT", "RIGHT", "FULL")


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Join) and isinstance(node.parent, exp.Select):
        yield from _sides(node, scope.kept(node.parent, node))
    elif isinstance(node, exp.Select):
        for index, join in enumerate(node.args.get("joins") or []):
            if join.side and join.args.get("on") is not None:
                yield from _to_where(node, index, join)
                yield from _to_on(node, index, join)


def _sides(join: exp.Join, kept: dict[str, tuple[bool, bool]]) -> Iterator[Change]:
    lateral = isinstance(join.this, exp.Lateral | exp.Unnest) or join.this.find(exp.Lateral) is not None
    named = join.this.alias_or_name
    if join.kind == "CROSS" and kept["LEFT"] != kept[""]:
        new = edited(join, kind=None, side="LEFT", on=exp.true())
        yield Change(new, f"CROSS JOIN {named} became LEFT JOIN {named} ON TRUE")
    if join.args.get("on") is None and not join.args.get("using"):
        return
    for side in _SIDES[:2] if lateral else _SIDES:
        if kept[side] != kept[join.side]:
            was, becomes = (f"{one} JOIN".strip() for one in (join.side, side))
            words = f"{was} {named} became {becomes} {named}"
            yield Change(edited(join, side=side or None, kind=None), words)


def _to_where(select: exp.Select, index: int, join: exp.Join) -> Iterator[Change]:
    conditions = parts(join.args["on"], exp.And)
    where = select.args.get("where")
    for number, part in enumerate(conditions):
        if isinstance(part, exp.Boolean):
            continue
        kept = parts(where.this, exp.And) if where else []
        new = edited(select, where=exp.Where(this=chained([*kept, part], exp.And)))
        new.args["joins"][index].set("on", chained(without(conditions, number), exp.And))
        yield Change(new, f"{short(part)} moved from ON of {join.alias_or_name} to WHERE")


def _to_on(select: exp.Select, index: int, join: exp.Join) -> Iterator[Change]:
    where = select.args.get("where")
    conditions = parts(where.this, exp.And) if where else []
    for number, part in enumerate(conditions):
        rest = without(conditions, number)
        new = edited(select, where=exp.Where(this=chained(rest, exp.And)) if rest else None)
        on = chained([*parts(join.args["on"], exp.And), part], exp.And)
        new.args["joins"][index].set("on", on)
        yield Change(new, f"{short(part)} moved from WHERE to ON of {join.alias_or_name}")


OPERATOR = Operator("join", _changes)
