"""What a mutant is, and what is known of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from assessor.errors import InvalidInput

Node = exp.Expr


class MutationUnsupported(InvalidInput):
    """This statement cannot be mutated."""


class ColumnLike(Protocol):
    """A column of a table, as whoever read the schema describes it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def type(self) -> str:
        """Its type as format_type() prints it."""

    @property
    def nullable(self) -> bool:
        """May it be NULL?"""


@dataclass(frozen=True)
class TableColumn:
    """A ColumnLike for those who have none of their own."""

    name: str
    type: str
    nullable: bool = True


@dataclass(frozen=True)
class Mutant:
    """A statement with one small mistake in it."""

    operator: str
    """The family of the mistake, e.g. "join"."""
    line: int
    """Where in the statement, from 1."""
    change: str
    """What became what, and in which part of the statement; unique among a statement's mutants, and free of lines."""
    sql: str

    @property
    def description(self) -> str:
        """Plain words and where: "line 12: in late, LEFT JOIN paid became JOIN paid"."""
        return f"line {self.line}: {self.change}"
