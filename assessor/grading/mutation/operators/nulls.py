"""NULL not replaced, replaced at the wrong place, or replaced where it means something."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, query_of, text_of


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Coalesce):
        yield from _coalesce(node, scope)
    elif isinstance(node, exp.Nullif):
        yield Change(node.this.copy())
    elif isinstance(node, exp.Sum | exp.Avg) and scope.kind(node.this).is_number:
        yield from _aggregate(node, scope)
    elif isinstance(node, exp.Add | exp.Sub | exp.Mul):
        for key in ("this", "expression"):
            operand = node.args[key]
            kind = scope.kind(operand)
            if isinstance(operand, exp.Column | exp.Sum) and kind.is_number and kind.nullable:
                yield Change(edited(node, **{key: _or_zero(operand)}))


def _coalesce(node: exp.Coalesce, scope: Facts) -> Iterator[Change]:
    if scope.never_null(node.this):
        return
    yield Change(node.this.copy())
    if len(node.expressions) > 1:
        yield Change(edited(node, expressions=[one.copy() for one in node.expressions[:-1]]))
    if _moves_inside(node.this) and not _is_zero_of_group(node):
        inside = exp.Coalesce(
            this=node.this.this.copy(), expressions=[one.copy() for one in node.expressions]
        )
        yield Change(edited(node.this, this=inside))


def _moves_inside(node: Node) -> bool:
    return isinstance(node, exp.Sum | exp.Avg | exp.Min | exp.Max) and not isinstance(node.this, exp.Distinct)


def _is_zero_of_group(node: exp.Coalesce) -> bool:
    """A group has rows, so the sum of its values or zeros is the sum of its values or zero."""
    select = query_of(node)
    grouped = select is not None and select.args.get("group") is not None
    return isinstance(node.this, exp.Sum) and grouped and [text_of(one) for one in node.expressions] == ["0"]


def _aggregate(node: exp.Sum | exp.Avg, scope: Facts) -> Iterator[Change]:
    """The sum of nothing as 0; NULL as a number that is averaged."""
    wrapped = isinstance(node.parent, exp.Coalesce | exp.Filter | exp.Window)
    if isinstance(node, exp.Sum) and not wrapped and scope.kind(node).nullable:
        yield Change(_or_zero(node))
    if isinstance(node, exp.Avg) and scope.kind(node.this).nullable:
        yield Change(edited(node, this=_or_zero(node.this)))


def _or_zero(node: Node) -> exp.Coalesce:
    return exp.Coalesce(this=node.copy(), expressions=[exp.Literal.number(0)])


OPERATOR = Operator("null", _changes)
