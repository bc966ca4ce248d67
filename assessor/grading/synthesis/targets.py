"""Edits that give a random draft one feature which random data seldom has, each with words for it.

What an edit makes invalid is dropped later, row by row, by PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor.grading.synthesis import edits
from assessor.grading.synthesis.dataset import MAX_ROWS
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.edits import Edit
from assessor.grading.synthesis.reading import Hints, Key
from assessor.grading.synthesis.schema import ORDERED, Column, Schema, Table

_BORDERS = 9
"""Values near literals of a column that get targets of their own."""


@dataclass(frozen=True)
class Target:
    """A kind of data, and how a draft gets it."""

    shows: str
    edit: Edit
    times: int = 2
    """Drafts to try it on."""


def targets(schema: Schema, hints: Hints, domains: Domains) -> Iterator[Target]:
    """Every target for a schema and what was read in the references."""
    yield Target("all tables are empty", edits.nothing, 1)
    yield Target("every table has one row", edits.first_rows(None))
    for table in schema.tables:
        yield from _of_table(table, schema)
        for column in table.columns:
            yield from _of_column(table, column, domains)
    for one, two in edges(schema, domains):
        yield from _of_edge(one, two, domains)
    yield from _of_classes(schema, domains)
    for columns in _grouped(schema, hints):
        yield from _of_group(schema, columns, hints, domains)


def _of_table(table: Table, schema: Schema) -> Iterator[Target]:
    said = table.plain_name
    yield Target(f"{said} is empty", edits.without(table, schema, unrefer=False))
    yield Target(f"{said} is empty and nothing refers to it", edits.without(table, schema, unrefer=True))
    yield Target(f"{said} has one row", edits.first_rows(table.name))
    yield Target(f"rows of {said} are equal in everything but their keys", edits.doubled(table), 3)


def _of_column(table: Table, column: Column, domains: Domains) -> Iterator[Target]:
    said = f"{column.name} of {table.plain_name}"
    if column.nullable:
        yield Target(f"{said} is NULL in one row", edits.put_in_one(column, None), 3)
        yield Target(f"{said} is NULL in every row", edits.put_in_all(column, None))
        yield Target(f"{said} is NULL in some rows", edits.put_in_some(column, None), 3)
    if (column.name,) not in table.keys:
        yield Target(f"all rows of {table.plain_name} have the same {column.name}", edits.same(column))
        yield Target(f"two rows of {table.plain_name} have the same {column.name}", edits.copied(column))
        yield Target(f"{said} differs in every row", edits.different(column, domains))
    if column.family in ORDERED - {"time", "interval"}:
        yield Target(
            f"two rows of {table.plain_name} tie at the highest {column.name}", edits.tied(column, max)
        )
        yield Target(
            f"two rows of {table.plain_name} tie at the lowest {column.name}", edits.tied(column, min)
        )
        yield Target(f"{said} runs on without a gap", edits.run(table, column), 3)
    for value in domains.pools[column.key].likely[:_BORDERS]:
        yield Target(f"every {said} is at the same border", edits.put_in_all(column, value), 1)
        yield Target(f"one {said} is at a border", edits.put_in_one(column, value), 1)


def edges(schema: Schema, domains: Domains) -> Iterator[tuple[Column, Column]]:
    """Pairs of columns that share values; each both ways."""
    for one in schema.columns:
        for two in schema.columns:
            if one.key != two.key and domains.classes[one.key] == domains.classes[two.key]:
                yield one, two


def _of_edge(one: Column, two: Column, domains: Domains) -> Iterator[Target]:
    own, other = f"{one.name} of {_plain(one)}", f"{two.name} of {_plain(two)}"
    yield Target(f"no {own} is a {other}", edits.apart(one, two, domains))
    yield Target(f"one {own} is no {other}", edits.strange(one, two, domains))
    yield Target(f"every {own} is the same {other}", edits.onto(one, two))
    yield Target(f"every {other} is a {own}", edits.covering(one, two), 3)


def _of_classes(schema: Schema, domains: Domains) -> Iterator[Target]:
    """Columns that share values, all at the same border or all NULL; and all such columns at once."""
    shared = []
    for first in dict.fromkeys(domains.classes.values()):
        members = [column for column in schema.columns if domains.classes[column.key] == first]
        free = [column for column in members if not schema.table(column.table).in_key(column.name)]
        if len(free) > 1:
            shared.append((free, domains.pools[free[0].key].all))
            said = " and ".join(f"{column.name} of {_plain(column)}" for column in free)
            for value in domains.pools[free[0].key].likely[:_BORDERS]:
                yield Target(f"{said} are the same in all rows", edits.put_in_class(free, value), 1)
            if all(column.nullable for column in free):
                yield Target(f"{said} are NULL in all rows", edits.put_in_class(free, None), 1)
    if len(shared) > 1:
        yield Target("columns that share their values are the same in all rows", edits.all_alike(shared), 4)


def _plain(column: Column) -> str:
    return column.table.rpartition(".")[2].strip('"')


def _grouped(schema: Schema, hints: Hints) -> list[tuple[Key, ...]]:
    """What rows may be counted by: as read, by every foreign key, by every column that is no key."""
    keys = [
        tuple((table.name, name) for name in key.columns)
        for table in schema.tables
        for key in table.foreign_keys
    ]
    singles = [
        (column.key,)
        for table in schema.tables
        for column in table.columns
        if (column.name,) not in table.keys
    ]
    return list(dict.fromkeys([*(group for group in hints.groups if group), *keys, *singles]))


def _of_group(schema: Schema, columns: tuple[Key, ...], hints: Hints, domains: Domains) -> Iterator[Target]:
    table = schema.table(columns[0][0])
    sizes = {n + step for n in hints.counts for step in (-1, 0, 1) if 0 < n + step <= MAX_ROWS}
    names = " and ".join(name for _, name in columns)
    shows = (
        f"rows of {table.plain_name} with the same {names} are as many as asked for, one fewer and one more"
    )
    yield Target(
        shows,
        edits.sized(
            table, [table.position(name) for _, name in columns], sorted(sizes) or [1, 2, 3], domains
        ),
        5 if columns in hints.groups else 1,
    )
