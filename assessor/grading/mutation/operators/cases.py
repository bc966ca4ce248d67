"""A case forgotten, the cases exchanged, or "otherwise" as 0 instead of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.model import Node
from assessor.grading.mutation.operator import Change, Operator
from assessor.grading.mutation.tree import edited, short, without


def _changes(node: Node, scope: Facts) -> Iterator[Change]:
    if not isinstance(node, exp.Case):
        return
    branches, default = node.args["ifs"], node.args.get("default")
    for index, branch in enumerate(branches if len(branches) > 1 else []):
        yield Change(edited(node, ifs=without(branches, index)), f"CASE lost {short(branch)}")
    if default is None:
        if scope.kind(branches[0].args["true"]).is_number:
            yield Change(edited(node, default=exp.Literal.number(0)), f"{short(node)} got ELSE 0")
        yield Change(branches[0].args["true"].copy())
        return
    if not isinstance(default, exp.Null):
        yield Change(edited(node, default=None), f"{short(node)} lost ELSE {short(default)}")
    if len(branches) == 1:
        swapped = edited(branches[0], true=default.copy())
        yield Change(edited(node, ifs=[swapped], default=branches[0].args["true"].copy()))


OPERATOR = Operator("case", _changes)
