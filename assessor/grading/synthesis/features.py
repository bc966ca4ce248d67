"""What kind of data a dataset holds, in words without values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assessor.grading.synthesis.dataset import Draft, Row, Value
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.schema import Column, Schema, Table
from assessor.grading.synthesis.targets import edges


def features(draft: Draft, schema: Schema, domains: Domains) -> list[str]:
    """Every feature, the rarer kinds first."""
    return [*_of_edges(draft, schema, domains), *_of_tables(draft, schema)]


def _of_edges(draft: Draft, schema: Schema, domains: Domains) -> Iterator[str]:
    for one, two in edges(schema, domains):
        if one.table == two.table:
            continue
        theirs = {value for value in _values(draft, two) if value is not None}
        own = {value for value in _values(draft, one) if value is not None}
        if theirs - own and own:
            yield f"a row of {_plain(two)} has no row of {_plain(one)} by {one.name}"


def _of_tables(draft: Draft, schema: Schema) -> Iterator[str]:
    for table in schema.tables:
        rows = draft.get(table.name, [])
        if not rows:
            yield f"{table.plain_name} is empty"
            continue
        if len(rows) == 1:
            yield f"{table.plain_name} has one row"
        yield from _of_groups(table, rows)
        if len(set(rows)) < len(rows):
            yield f"{table.plain_name} has equal rows"
        for column in table.columns:
            yield from _of_column(draft, table, column)


def _of_groups(table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """Where rows come in groups of the same value, do the groups differ in size?"""
    for column in table.columns:
        sizes = Counter(row[column.place] for row in rows)
        if len(sizes) > 1 and len(sizes) < len(rows):
            differ = "differ" if len(set(sizes.values())) > 1 else "are alike"
            yield f"several groups of {table.plain_name} with the same {column.name} {differ} in size"


def _of_column(draft: Draft, table: Table, column: Column) -> Iterator[str]:
    values = _values(draft, column)
    known = [value for value in values if value is not None]
    nulls = len(values) - len(known)
    if nulls:
        rows = "every row" if not known else "one row" if nulls == 1 else "several rows"
        yield f"{column.name} of {table.plain_name} is NULL in {rows}"
    if (column.name,) in table.keys or len(known) < 2:
        return
    if len(set(known)) < len(known):
        yield f"rows of {table.plain_name} have the same {column.name}"
    else:
        yield f"no two rows of {table.plain_name} have the same {column.name}"


def _values(draft: Draft, column: Column) -> list[Value]:
    return [row[column.place] for row in draft.get(column.table, ())]


def _plain(column: Column) -> str:
    return column.table.rpartition(".")[2].strip('"')
