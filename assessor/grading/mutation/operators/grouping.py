"""Groups too large, too small, or by a name that two things share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.scope import Known
from assessor.grading.mutation.tree import edited, same_text, short, unaliased, without

_TRIED = 2


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Select) and node.args.get("group") is not None:
        items = node.args["group"].expressions
        for index, item in enumerate(items):
            if isinstance(item, exp.GroupingSets | exp.Rollup | exp.Cube):
                continue
            meant = _meant(node, item)
            if _depends(meant, node, without(items, index), scope):
                continue
            yield Change(_without(node, index, meant), f"GROUP BY lost {short(meant)}")
            yield from _renamed(node, index, meant, scope)
        yield from _more(node, items, scope)
    elif isinstance(node, exp.GroupingSets | exp.Rollup | exp.Cube) and len(node.expressions) > 1:
        for index, item in enumerate(node.expressions):
            new = edited(node, expressions=without(node.expressions, index))
            yield Change(new, f"{short(node)} lost {short(item)}")


def _meant(select: exp.Select, item: Node) -> Node:
    """GROUP BY 1 and GROUP BY a name of the output mean the output."""
    if isinstance(item, exp.Literal) and item.is_int and 0 < int(item.name) <= len(select.expressions):
        return unaliased(select.expressions[int(item.name) - 1])
    for projection in select.expressions:
        named = isinstance(item, exp.Column) and not item.table and isinstance(projection, exp.Alias)
        if named and projection.alias == item.name:
            return unaliased(projection)
    return item


def _depends(item: Node, select: exp.Select, rest: list[Node], scope: Facts) -> bool:
    """Is the item the same in all rows that agree on the rest?"""
    known = scope.column(item) if isinstance(item, exp.Column) else None
    others = [other for other in rest if isinstance(other, exp.Column)]
    if known is None:
        return False
    names = [other.name for other in others if not other.table or other.table == known.source]
    return scope.has_key(select, known.source, names) or any(
        _equal(item, other, select, scope) for other in others
    )


def _equal(item: Node, other: Node, select: exp.Select, scope: Facts) -> bool:
    pair = [
        next((k for k in scope.visible(select) if same_text(k.node(), node)), None) for node in (item, other)
    ]
    return pair[0] is not None and pair[1] is not None and scope.equal(select, pair[0], pair[1])


def _without(select: exp.Select, index: int, item: Node, instead: Node | None = None) -> exp.Select:
    """The query grouped without an item; where it shows the item, it shows the smallest of the group."""
    rest = without(select.args["group"].expressions, index) + ([instead] if instead else [])
    new = edited(select, group=edited(select.args["group"], expressions=rest) if rest else None)
    if not rest and not any(part.find(exp.AggFunc) for part in new.expressions):
        return new
    new.set("expressions", [_smallest(projection, item) for projection in new.expressions])
    for clause in ("having", "order"):
        if new.args.get(clause) is not None:
            new.set(clause, _smallest(new.args[clause], item))
    return new


def _smallest(part: Node, item: Node) -> Node:
    """The part with MIN(item) for every item outside of an aggregate, under the same name."""
    name = part.alias_or_name if isinstance(part, exp.Column) else ""
    changed = part.transform(lambda node: _min(node, item))
    return exp.alias_(changed, name) if name and not isinstance(changed, exp.Column) else changed


def _min(node: Node, item: Node) -> Node:
    inside = node.find_ancestor(exp.AggFunc, exp.Select)
    if same_text(node, item) and not isinstance(inside, exp.AggFunc):
        return exp.Min(this=item.copy())
    return node


def _renamed(select: exp.Select, index: int, item: Node, scope: Facts) -> Iterator[Change]:
    """By a text of the same table instead of its key."""
    own = scope.column(item) if isinstance(item, exp.Column) else None
    if own is None or own.kind.family == "text":
        return
    for other in scope.visible(select):
        if other.source == own.source and other.kind.family == "text":
            new = _without(select, index, item, other.node())
            yield Change(new, f"GROUP BY {short(item)} became GROUP BY {short(other.node())}")


def _more(select: exp.Select, items: list[Node], scope: Facts) -> Iterator[Change]:
    """By one more column; a few of each table say as much as all of them."""
    tried: Counter[str] = Counter()
    for known in scope.visible(select):
        grouped = any(same_text(item, known.node()) or item.name == known.name for item in items)
        if grouped or tried[known.source] == _TRIED or _depends_on(known, select, items, scope):
            continue
        tried[known.source] += 1
        group = edited(select.args["group"], expressions=[*(item.copy() for item in items), known.node()])
        yield Change(edited(select, group=group), f"GROUP BY got {short(known.node())} as well")


def _depends_on(known: Known, select: exp.Select, items: list[Node], scope: Facts) -> bool:
    names = [item.name for item in items if isinstance(item, exp.Column) and item.table in {"", known.source}]
    if scope.has_key(select, known.source, names):
        return True
    equal = any(_equal(known.node(), item, select, scope) for item in items)
    return equal or any(_follows(known, item, select, items, scope) for item in items)


def _follows(known: Known, item: Node, select: exp.Select, items: list[Node], scope: Facts) -> bool:
    meant = scope.column(item) if isinstance(item, exp.Column) else None
    if meant is None or not scope.follows(select, known, meant):
        return False
    names = [one.name for one in items if isinstance(one, exp.Column) and one.table in {"", meant.source}]
    return scope.has_key(select, meant.source, names)


OPERATOR = Operator("grouping", _changes)
