"""Rows of tables as values that PostgreSQL reads, and the statements that load them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessor.grading.synthesis.schema import Schema, Table

Value = str | None
"""A value as PostgreSQL's input function of the type reads it; None is NULL."""

Row = tuple[Value, ...]
Draft = dict[str, list[Row]]
"""Rows by table; not known to be valid."""

MAX_ROWS = 12
MAX_DATASETS = 20

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class SynthesisedDataset:
    """A valid dataset on which the references are deterministic and agree."""

    name: str
    """A slug, unique among the datasets made together."""
    shows: str
    """The kind of data, as the end of "fails when ..."; no values."""
    rows: Mapping[str, tuple[Row, ...]]
    """By table, in an order in which they load."""
    inserts: tuple[str, ...]
    """One statement per table that has rows; to be run in this order."""
    kills: tuple[int, ...] = ()
    """Positions of the given mutants that give another result here than the reference."""
    exposes: frozenset[tuple[str, str]] = frozenset()
    """Mutants of the first reference, by operator and change, that give another result here."""

    @property
    def sql(self) -> str:
        """A script that loads it into the empty schema."""
        return "".join(f"{statement};\n" for statement in self.inserts)


def quoted(name: str) -> str:
    """An identifier, always in quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: Value, family: str = "text") -> str:
    """A value as an untyped SQL literal, which takes the type of the column it goes into; numbers without quotes."""
    if value is None:
        return "NULL"
    if family in {"integer", "numeric"} and _NUMBER.fullmatch(value):
        return value
    if "\\" in value:
        return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
    return "'" + value.replace("'", "''") + "'"


def insert(table: Table, rows: Sequence[Row]) -> str:
    """The statement that adds rows; identity columns take the values given."""
    columns = ", ".join(quoted(column.name) for column in table.columns)
    families = [column.family for column in table.columns]
    values = ", ".join("(" + ", ".join(map(literal, row, families)) + ")" for row in rows)
    overriding = "OVERRIDING SYSTEM VALUE " if table.identity else ""
    return f"INSERT INTO {table.name} ({columns}) {overriding}VALUES {values}"


def inserts(schema: Schema, draft: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """One statement per table that has rows, those referred to first."""
    for table in schema.tables:
        if draft.get(table.name):
            yield insert(table, draft[table.name])
