"""Ties ranked in another way, a frame that ends elsewhere, a partition forgotten, the neighbour on the wrong side."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, recast, short, without

_RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank)
_TWINS: dict[type[Node], type[Node]] = {
    exp.Lag: exp.Lead,
    exp.Lead: exp.Lag,
    exp.FirstValue: exp.LastValue,
    exp.LastValue: exp.FirstValue,
}
_FRAMELESS = (*_RANKS, exp.Lag, exp.Lead, exp.Ntile, exp.PercentRank, exp.CumeDist)
_KINDS = ("ROWS", "RANGE", "GROUPS")
_UNBOUNDED, _CURRENT = "UNBOUNDED", "CURRENT ROW"


def _changes(node: Node, _: Facts) -> Iterator[Change]:
    if isinstance(node, exp.Window):
        yield from _partition(node)
        yield from _new_frame(node)
    elif isinstance(node, exp.WindowSpec):
        yield from _frame(node)
    elif isinstance(node, exp.Lag | exp.Lead):
        yield from _neighbour(node)
    if isinstance(node, _RANKS) and isinstance(node.parent, exp.Window):
        yield from (Change(other()) for other in _RANKS if not isinstance(node, other))
    twin = _TWINS.get(type(node))
    if twin:
        yield Change(recast(node, twin))


def _partition(node: exp.Window) -> Iterator[Change]:
    items = node.args.get("partition_by") or []
    for index, item in enumerate(items):
        rest = without(items, index)
        yield Change(
            edited(node, partition_by=rest or None), f"PARTITION BY lost {short(item)} in {short(node)}"
        )


def _new_frame(node: exp.Window) -> Iterator[Change]:
    """Without a frame, rows that tie come in together; people think row by row, or of all rows."""
    function = node.this.this if isinstance(node.this, exp.IgnoreNulls | exp.Filter) else node.this
    if (
        node.args.get("spec")
        or not node.args.get("order")
        or isinstance(function, (*_FRAMELESS, exp.Identifier))
    ):
        return
    start = {"kind": "ROWS", "start": _UNBOUNDED, "start_side": "PRECEDING"}
    running = exp.WindowSpec(**start, end=_CURRENT)
    everything = exp.WindowSpec(**start, end=_UNBOUNDED, end_side="FOLLOWING")
    for spec in (running, everything):
        yield Change(edited(node, spec=spec), f"{short(node)} got {short(spec)}")


def _frame(node: exp.WindowSpec) -> Iterator[Change]:
    for kind in _KINDS:
        if kind != node.args.get("kind"):
            yield Change(edited(node, kind=kind))
    for edge, side in (("start", "PRECEDING"), ("end", "FOLLOWING")):
        yield from (Change(edited(node, **other)) for other in _bounds(node, edge, side))
    if node.args.get("exclude"):
        yield Change(edited(node, exclude=None))


def _bounds(node: exp.WindowSpec, edge: str, side: str) -> Iterator[dict[str, object]]:
    bound = node.args.get(edge)
    if isinstance(bound, exp.Literal) and bound.is_int:
        yield {edge: exp.Literal.number(int(bound.name) + 1)}
        if int(bound.name) > 0:
            yield {edge: exp.Literal.number(int(bound.name) - 1)}
    if bound != _CURRENT:
        yield {edge: _CURRENT, f"{edge}_side": None}
    if bound != _UNBOUNDED:
        yield {edge: _UNBOUNDED, f"{edge}_side": side}


def _neighbour(node: exp.Lag | exp.Lead) -> Iterator[Change]:
    offset = node.args.get("offset")
    step = int(offset.name) if isinstance(offset, exp.Literal) and offset.is_int else 1
    yield Change(edited(node, offset=exp.Literal.number(step + 1)))
    if node.args.get("default") is not None:
        yield Change(edited(node, default=None))


OPERATOR = Operator("window", _changes)
