"""A column for another of the same type that is just as near at hand."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.model import Change, Node, Operator
from assessor.grading.mutation.scope import Known, Scope
from assessor.grading.mutation.tree import query_of, same_text


def _changes(node: Node, scope: Scope) -> Iterator[Change]:
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


def _others(node: exp.Column, own: Known, select: exp.Select, scope: Scope) -> Iterator[Known]:
    linked = node.parent is not None and scope.links(node.parent)
    for other in scope.visible(select):
        alike = other != own and other.kind.family == own.kind.family and _allowed(node, other, select)
        if alike and (linked or not scope.equal(select, own, other)):
            yield other


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


def _outputs(node: exp.Column, select: exp.Select, scope: Scope) -> Iterator[Change]:
    """ORDER BY the name of an output column."""
    if not isinstance(node.parent, exp.Ordered) or node.table:
        return
    kinds = dict(scope.outputs(select))
    for name, kind in kinds.items():
        if name and name != node.name and node.name in kinds and kind.family == kinds[node.name].family:
            yield Change(exp.column(name))


OPERATOR = Operator("column", _changes)
