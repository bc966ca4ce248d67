"""The FROM and JOINs of a SELECT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sqlglot import exp

from assessor.grading.mutation.model import Node
from assessor.grading.mutation.tree import parts, query_of

Thing = TypeVar("Thing")


def joins_of(select: exp.Select) -> list[exp.Join]:
    """Its joins in their order."""
    return select.args.get("joins") or []


def sources_of(select: exp.Select) -> list[tuple[Node, bool]]:
    """Its tables in their order, and whether an outer join may fill them with NULL."""
    start = select.args.get("from_")
    found: list[tuple[Node, bool]] = [(start.this, False)] if start else []
    for join in joins_of(select):
        if join.side in {"RIGHT", "FULL"}:
            found = [(source, True) for source, _ in found]
        found.append((join.this, join.side in {"LEFT", "FULL"}))
    return found


def equations_of(select: exp.Select, *, inner: bool) -> Iterator[exp.EQ]:
    """Equations between columns that must hold: those of WHERE and of inner joins, or of all joins."""
    conditions = [join.args.get("on") for join in joins_of(select) if not (inner and join.side)]
    where = select.args.get("where")
    for condition in [*conditions, where and where.this]:
        for part in parts(condition, exp.And) if condition else []:
            if (
                isinstance(part, exp.EQ)
                and isinstance(part.left, exp.Column)
                and isinstance(part.right, exp.Column)
            ):
                yield part


def aliases_of(source: Node) -> list[str]:
    """The names that a source gives its columns: AS t(a, b)."""
    alias = source.args.get("alias")
    return [column.name for column in alias.columns] if isinstance(alias, exp.TableAlias) else []


def cte_of(source: Node) -> exp.CTE | None:
    """The CTE that a table name means, from the nearest WITH outwards."""
    if not isinstance(source, exp.Table) or not isinstance(source.this, exp.Identifier) or source.db:
        return None
    around: Node | None = source.parent
    while around is not None:
        with_ = around.args.get("with_")
        for cte in with_.expressions if with_ else []:
            if cte.alias == source.name:
                return cte if isinstance(cte, exp.CTE) else None
        around = around.parent
    return None


def renamed(outputs: list[tuple[str, Thing]], cte: exp.CTE) -> list[tuple[str, Thing]]:
    """The outputs under the names that WITH r(a, b) gives them."""
    names = cte.alias_column_names
    return [(names[i] if i < len(names) else name, thing) for i, (name, thing) in enumerate(outputs)]


def mentioned(source: Node) -> list[str]:
    """Of a table that nobody has described: the columns that its SELECT mentions."""
    select, alias = query_of(source), source.alias_or_name
    columns = select.find_all(exp.Column) if select else ()
    return sorted({column.name for column in columns if column.table == alias})
