"""Working out the kind of an expression."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlglot import exp

from assessor.grading.mutation.families import NUMBERS, family_of
from assessor.grading.mutation.kind import UNKNOWN, Kind
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.scope import Scope
from assessor.grading.mutation.tree import query_of, text_of


def kind_of(node: Node, scope: Scope) -> Kind:
    """The kind of an expression."""
    for types, infer in _RULES:
        if isinstance(node, types):
            return infer(node, scope)
    return UNKNOWN


def _column(node: Any, scope: Scope) -> Kind:
    return scope.column_kind(node)


def _literal(node: Any, _: Scope) -> Kind:
    if node.is_string:
        return Kind("text", False)
    return Kind("integer" if node.is_int else "numeric", False)


def _cast(node: Any, scope: Scope) -> Kind:
    return Kind(family_of(text_of(node.to)), scope.kind(node.this).nullable)


def _inner(node: Any, scope: Scope) -> Kind:
    return scope.kind(node.this)


def _aggregate(node: Any, scope: Scope) -> Kind:
    """Of a group that has rows an aggregate is not NULL unless its argument is; without GROUP BY there may be none."""
    inner = scope.kind(node.this)
    select = query_of(node)
    grouped = select is not None and select.args.get("group") is not None
    whole_group = grouped and not isinstance(node.parent, exp.Filter | exp.Window)
    family = "numeric" if isinstance(node, exp.Avg) and inner.is_number else inner.family
    return Kind(family, inner.nullable or not whole_group)


def _window(node: Any, scope: Scope) -> Kind:
    inner = node.this.this if isinstance(node.this, exp.Sum | exp.Min | exp.Max | exp.Avg) else node.this
    frame_may_be_empty = node.args.get("spec") is not None
    return replace(scope.kind(inner), nullable=scope.kind(inner).nullable or frame_may_be_empty)


def _coalesce(node: Any, scope: Scope) -> Kind:
    kinds = [scope.kind(part) for part in [node.this, *node.expressions]]
    return Kind(_first(kinds), all(kind.nullable for kind in kinds))


def _case(node: Any, scope: Scope) -> Kind:
    default = node.args.get("default")
    kinds = [scope.kind(branch.args["true"]) for branch in node.args["ifs"]]
    kinds += [scope.kind(default)] if default else []
    return Kind(_first(kinds), default is None or any(kind.nullable for kind in kinds))


def _arithmetic(node: Any, scope: Scope) -> Kind:
    left, right = scope.kind(node.left), scope.kind(node.right)
    nullable = left.nullable or right.nullable
    if left.is_number and right.is_number:
        return Kind(max(left.family or "", right.family or "", key=NUMBERS.index), nullable)
    if left.is_time:
        return Kind(_time_result(node, left, right), nullable)
    return Kind(left.family if left.family == right.family else None, nullable)


def _time_result(node: Any, left: Kind, right: Kind) -> str | None:
    if right.family == "interval":
        return "timestamp"
    if left.family == "date":
        return "integer" if isinstance(node, exp.Sub) and right.family == "date" else "date"
    return "interval" if right.is_time else None


def _predicate(node: Any, scope: Scope) -> Kind:
    columns = node.find_all(exp.Column)
    return Kind("boolean", any(scope.kind(column).nullable for column in columns))


def _scalar(node: Any, scope: Scope) -> Kind:
    outputs = scope.outputs(node)
    return Kind(outputs[0][1].family) if outputs else UNKNOWN


def _first(kinds: Iterable[Kind]) -> str | None:
    return next((kind.family for kind in kinds if kind.family), None)


def _always(family: str) -> Callable[[Any, Scope], Kind]:
    return lambda node, scope: Kind(family, False)


def _of_argument(family: str) -> Callable[[Any, Scope], Kind]:
    return lambda node, scope: Kind(family, scope.kind(node.this).nullable)


def _extract(node: Any, scope: Scope) -> Kind:
    return Kind("numeric", scope.kind(node.expression).nullable)


_RULES: tuple[tuple[tuple[type[Any], ...], Callable[[Any, Scope], Kind]], ...] = (
    ((exp.Column,), _column),
    ((exp.Literal,), _literal),
    ((exp.Boolean, exp.Exists), _always("boolean")),
    ((exp.Cast,), _cast),
    ((exp.Count, exp.RowNumber, exp.Rank, exp.DenseRank), _always("integer")),
    ((exp.Sum, exp.Avg, exp.Min, exp.Max), _aggregate),
    (
        (exp.Filter,),
        lambda node, scope: replace(scope.kind(node.this), nullable=not isinstance(node.this, exp.Count)),
    ),
    ((exp.Window,), _window),
    ((exp.Lag, exp.Lead), lambda node, scope: Kind(scope.kind(node.this).family)),
    ((exp.Paren, exp.Neg, exp.Alias, exp.Abs), _inner),
    ((exp.Coalesce,), _coalesce),
    ((exp.Case,), _case),
    ((exp.TimestampTrunc,), _of_argument("timestamp")),
    ((exp.Extract,), _extract),
    ((exp.Round, exp.Trunc), _of_argument("numeric")),
    ((exp.Interval,), _always("interval")),
    ((exp.CurrentDate,), _always("date")),
    ((exp.CurrentTimestamp,), _always("timestamp")),
    ((exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod), _arithmetic),
    ((exp.Subquery,), _scalar),
    ((exp.Predicate, exp.Connector, exp.Not), _predicate),
)
