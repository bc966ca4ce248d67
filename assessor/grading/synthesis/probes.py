# ruff: noqa: S608 - made of the author's own query and of quoted names
"""Readings of the data that wrong answers have: NULLs or duplicates overlooked, rows lost in a join, one value missed.

A probe is the reference with one of its tables seen through such a reading, or with its result so changed. Mutants
change the query; probes change what it sees, which is what wrong answers of any other form have in common with it.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from assessor.grading.synthesis.dataset import literal, quoted
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.schema import Column, Schema, Table

_DEFAULTS = {"integer": "0", "numeric": "0", "float": "0", "text": "", "bool": "false"}
_HERE = "the place of a reading"
_VALUES = 8
"""Boundary values of a column that get a probe each."""


def probes(reference: str, columns: int, schema: Schema, domains: Domains) -> list[str]:
    """Probes of one reference that gives this many columns, without repetition."""
    found = [*_of_result(reference, columns), *_of_tables(reference, schema, domains)]
    return list(dict.fromkeys(found))


def _of_result(reference: str, columns: int) -> Iterator[str]:
    names = [f"c{n}" for n in range(1, columns + 1)]
    text = reference.strip().rstrip(";").strip()
    table = f"({text}\n) AS r({', '.join(names)})"
    yield f"SELECT DISTINCT * FROM {table}"
    yield f"SELECT r.* FROM (SELECT 1) AS one LEFT JOIN {table} ON true"
    yield f"SELECT * FROM {table} LIMIT 1"
    yield f"SELECT * FROM {table} WHERE (SELECT count(*) FROM ({text}\n) AS s) > 1"
    for name in names:
        others = ", ".join("0" if each == name else each for each in names)
        yield f"SELECT * FROM {table} WHERE {name} IS NOT NULL"
        yield f"SELECT * FROM {table} WHERE {name} IS NULL"
        yield f"SELECT DISTINCT ON ({name}) * FROM {table}"
        yield f"SELECT {others.replace('0', f'coalesce({name}, 0)', 1)} FROM {table}"
        yield f"SELECT * FROM {table} WHERE {name} <> 0"
        yield f"SELECT * FROM {table} WHERE {name} > 0"


def _of_tables(reference: str, schema: Schema, domains: Domains) -> Iterator[str]:
    by_name = {table.plain_name: table for table in schema.tables}
    try:
        tree = sqlglot.parse_one(reference, read="postgres")
    except SqlglotError:
        return
    shadowed = {cte.alias for cte in tree.find_all(exp.CTE)}
    places = [node for node in tree.find_all(exp.Table) if node.name in by_name and node.name not in shadowed]
    for place in places:
        before, after = _around(tree, place)
        for reading in readings(by_name[place.name], schema, domains):
            yield f"{before}({reading}){after}"


def _around(tree: exp.Expr, place: exp.Table) -> tuple[str, str]:
    """What stands before and after the name of a table, which is written once for all its readings; the tree is left
    as it was."""
    view = exp.Table(this=exp.to_identifier(_HERE, quoted=True))
    view.set("alias", exp.TableAlias(this=exp.to_identifier(place.alias_or_name, quoted=True)))
    place.replace(view)
    before, after = tree.sql("postgres").split(f'"{_HERE}"')
    view.replace(place)
    return before, after


def readings(table: Table, schema: Schema, domains: Domains) -> Iterator[str]:
    """Queries over a table that give its rows as a careless reader sees them."""
    yield f"SELECT DISTINCT * FROM {table.name}"
    for column in table.columns:
        name = f"t.{quoted(column.name)}"
        source = f"SELECT t.* FROM {table.name} AS t"
        if column.nullable:
            yield f"{source} WHERE {name} IS NOT NULL"
            for least in (0, 1):
                nulls = f"(SELECT count(*) FROM {table.name} AS s WHERE s.{quoted(column.name)} IS NULL)"
                yield f"{source} WHERE {nulls} <= {least}"
            for value in _stand_ins(column, domains):
                yield _filled(table, column, value)
            for other in _grouping(table, column, domains):
                same = f"s.{quoted(other.name)} = t.{quoted(other.name)}"
                poison = f"SELECT 1 FROM {table.name} AS s WHERE {same} AND s.{quoted(column.name)} IS NULL"
                yield f"{source} WHERE NOT EXISTS ({poison})"
        if column.family not in {"json", "other"}:
            yield f"SELECT DISTINCT ON ({name}) t.* FROM {table.name} AS t"
            same = f"(SELECT count(*) FROM {table.name} AS s WHERE s.{quoted(column.name)} = {name})"
            yield f"{source} WHERE {same} = 1"
            yield f"{source} WHERE {same} <> 1"
            yield f"{source} WHERE {same} < 3"
        for value in domains.pools[column.key].likely[:_VALUES]:
            yield f"{source} WHERE {name} IS DISTINCT FROM {literal(value)}"
        yield from _matched(table, column, schema, domains)


def _stand_ins(column: Column, domains: Domains) -> list[str]:
    """What a NULL is taken for: the usual default, or a value on either side of every border."""
    likely = domains.pools[column.key].likely[:_VALUES]
    return list(
        dict.fromkeys([_DEFAULTS.get(column.family, ""), *likely, *domains.pools[column.key].plain[:1]])
    )


def _grouping(table: Table, column: Column, domains: Domains) -> list[Column]:
    """Columns by which a NULL in the column may spoil other rows: those that share values with other columns."""
    shared = list(domains.classes.values())
    return [each for each in table.columns if each != column and shared.count(domains.classes[each.key]) > 1]


def _filled(table: Table, column: Column, value: str) -> str:
    columns = ", ".join(
        f"coalesce({quoted(each.name)}, {literal(value)}) AS {quoted(each.name)}"
        if each == column
        else quoted(each.name)
        for each in table.columns
    )
    return f"SELECT {columns} FROM {table.name}"


def _matched(table: Table, column: Column, schema: Schema, domains: Domains) -> Iterator[str]:
    """Only rows with a partner in another table, for columns that share values; and only those without."""
    own = f"t.{quoted(column.name)}"
    for other in schema.columns:
        if other.table != table.name and domains.classes[other.key] == domains.classes[column.key]:
            partner = f"SELECT 1 FROM {other.table} AS s WHERE s.{quoted(other.name)} = {own}"
            yield f"SELECT t.* FROM {table.name} AS t WHERE EXISTS ({partner})"
            yield f"SELECT t.* FROM {table.name} AS t WHERE NOT EXISTS ({partner})"
