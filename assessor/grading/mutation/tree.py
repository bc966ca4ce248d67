"""Small steps on sqlglot trees: parts of a condition, safe brackets, where a node stands and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlglot import exp

from assessor.grading.mutation.model import Node

_SHOWN = 90
_CONTEXT = 70
_SMALL = (exp.Condition, exp.Where, exp.Alias, exp.Filter, exp.Window)

Built = TypeVar("Built", bound=Node)


def text_of(node: Node) -> str:
    """The node as PostgreSQL reads it."""
    return node.sql(dialect="postgres", comments=False)


def short(node: Node) -> str:
    """The node for a sentence."""
    text = text_of(node)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 4]} ..."


def operation(kind: type[exp.Binary], left: Node, right: Node) -> exp.Binary:
    """Two operands joined, each in brackets if it needs them; a division is the one of PostgreSQL."""
    marks = {"typed": True, "safe": False} if kind is exp.Div else {}
    return kind(this=bracketed(left), expression=bracketed(right), **marks)


def recast(node: Node, kind: type[Built], **changed: object) -> Built:
    """A copy of the node as another kind with the same parts."""
    return kind(**{**node.copy().args, **changed})


def edited(node: Built, **changed: object) -> Built:
    """A copy of the node with other parts; None removes a part."""
    copy = node.copy()
    for key, value in changed.items():
        copy.set(key, value)
    return copy


def bracketed(node: Node) -> Node:
    """A copy, in brackets if it is an operation that its surroundings could tear apart."""
    copy = node.copy()
    loose = isinstance(copy, exp.Binary | exp.Unary | exp.Between | exp.In) and not isinstance(
        copy, exp.Paren | exp.Dot
    )
    return exp.Paren(this=copy) if loose else copy


def parts(node: Node, kind: type[exp.And] | type[exp.Or]) -> list[Node]:
    """The operands of a chain of AND or OR; a node that is none is its own only part."""
    bare = node.unnest() if isinstance(node, exp.Paren) and isinstance(node.unnest(), kind) else node
    if not isinstance(bare, kind):
        return [node]
    return [*parts(bare.left, kind), *parts(bare.right, kind)]


def chained(operands: Sequence[Node], kind: type[exp.And] | type[exp.Or]) -> Node:
    """The chain of operands; TRUE when there are none."""
    if not operands:
        return exp.true()
    whole = _operand(operands[0], kind) if len(operands) > 1 else operands[0].copy()
    for operand in operands[1:]:
        whole = kind(this=whole, expression=_operand(operand, kind))
    return whole


def _operand(node: Node, kind: type[Node]) -> Node:
    return (
        exp.Paren(this=node.copy())
        if isinstance(node, exp.Connector) and not isinstance(node, kind)
        else node.copy()
    )


def without(items: Sequence[Node], index: int) -> list[Node]:
    """Copies of all items but one."""
    return [item.copy() for number, item in enumerate(items) if number != index]


def is_condition(node: Node) -> bool:
    """Is the node the whole condition of a WHERE, HAVING, ON, FILTER or WHEN?"""
    parent = node.parent
    if isinstance(parent, exp.Where | exp.Having | exp.If):
        return node.arg_key == "this"
    return isinstance(parent, exp.Join) and node.arg_key == "on"


def line_of(node: Node) -> int:
    """The first line that the node touches, or that of what surrounds it."""
    start = node.selects[0] if isinstance(node, exp.Select) and node.selects else node
    lines = [int(line) for part in start.walk() if (line := part.meta.get("line"))]
    if lines:
        return min(lines)
    return line_of(node.parent) if node.parent else 1


def place_of(node: Node) -> str:
    """The CTE or derived table around the node, for a sentence; empty in the main query."""
    around = node.parent
    while around is not None:
        if isinstance(around, exp.CTE | exp.Subquery | exp.Lateral) and around.alias:
            return f"in {around.alias}, "
        around = around.parent
    return ""


def context_of(node: Node) -> str:
    """The small expression around a node, for a sentence; empty where the node says enough."""
    around, found = node.parent, ""
    while isinstance(around, _SMALL) and not isinstance(around, exp.Query | exp.Subquery):
        text = text_of(around)
        if len(text) > _CONTEXT:
            break
        around, found = around.parent, text
    return f" in {found}" if found else ""


def clause_of(node: Node, select: exp.Select) -> tuple[str, Node]:
    """The clause of a SELECT in which a node stands, and the part of the clause."""
    part = node
    while part.parent is not None and part.parent is not select:
        part = part.parent
    return part.arg_key or "", part


def cuts(query: Node) -> bool:
    """Does the query keep only some rows, so that its order decides which?"""
    distinct = query.args.get("distinct")
    on = distinct.args.get("on") if isinstance(distinct, exp.Distinct) else None
    return any(query.args.get(part) is not None for part in ("limit", "offset")) or on is not None


def order_is_for_show(query: Node) -> bool:
    """Is there an ORDER BY that decides nothing but the order?"""
    return query.args.get("order") is not None and not cuts(query)


def query_of(node: Node) -> exp.Select | None:
    """The innermost SELECT to which the node belongs; a SELECT belongs to what surrounds it."""
    return node.parent_select if isinstance(node.parent_select, exp.Select) else None


def unaliased(projection: Node) -> Node:
    """What an output column shows."""
    shown: Node = projection.this if isinstance(projection, exp.Alias) else projection
    return shown


def same_text(left: Node, right: Node) -> bool:
    """Are two expressions written alike?"""
    return text_of(left) == text_of(right)
