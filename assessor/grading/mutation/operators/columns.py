"""A column for another of the same type that is just as near at hand."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.scope import Known
from assessor.grading.mutation.tree import query_of, same_text


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if (
        not isinstance(node, exp.Column)
        or node.is_star
        or node.find_ancestor(exp.Group, exp.Select, exp.Window) is None
    ):
        return
    select = query_of(node)
    if select is None or isinstance(node.find_ancestor(exp.Group, exp.Select), exp.Group):
        return
    own = scope.column(node)
    if own is None or own not in scope.visible(select):
        yield from _outputs(node, select, scope)
        return
    for other in _others(node, own, select, scope):
        yield Change(other.node())


def _others(node: exp.Column, own: Known, select: exp.Select, scope: Facts) -> Iterator[Known]:
    linked = scope.is_link(node.parent, select)
    for other in scope.shown(select, node):
        alike = other.key != own.key and other.kind.family == own.kind.family
        if not alike or not _allowed(node, other, select) or _asks_nothing(node, own, other, scope):
            continue
        if linked or not scope.equal(select, own, other):
            yield other


def _asks_nothing(node: exp.Column, own: Known, other: Known, scope: Facts) -> bool:
    """COUNT(x) and x IS NULL look at nothing but NULL: no difference where neither is, or both together."""
    if isinstance(node.parent, exp.Is):
        return not other.kind.nullable
    if not isinstance(node.parent, exp.Count):
        return False
    together = own.source == other.source and not own.own_nullable and not other.own_nullable
    return together or (scope.never_null(node) and not other.kind.nullable)


def _allowed(node: exp.Column, other: Known, select: exp.Select) -> bool:
    """Outside of aggregates a grouped query sees nothing but what it groups by."""
    group = select.args.get("group")
    if group is None or _is_free(node, select):
        return True
    return any(same_text(item, other.node()) for item in group.expressions)


def _is_free(node: exp.Column, select: exp.Select) -> bool:
    around: Node | None = node
    while around is not None and around is not select:
        if isinstance(around, exp.AggFunc | exp.Where | exp.Join | exp.From):
            return True
        around = around.parent
    return False


def _outputs(node: exp.Column, select: exp.Select, scope: Facts) -> Iterator[Change]:
    """ORDER BY the name of an output column."""
    if not isinstance(node.parent, exp.Ordered) or node.table:
        return
    kinds = dict(scope.outputs(select))
    for name, kind in kinds.items():
        if name and name != node.name and node.name in kinds and kind.family == kinds[node.name].family:
            yield Change(exp.column(name))


OPERATOR = Operator("column", _changes)
