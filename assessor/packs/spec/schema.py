"""What kind = "schema" adds: an interface to build, values to trace through unknown tables, rules of the catalogue."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assessor.packs.spec.base import Competency, Slug, Sql, SqlState, Strict


class Part(Strict):
    """A function or a view that an answer must offer, whatever its tables are called."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    takes: list[Sql] | None = None
    """A function's arguments, each a name and a type, e.g. "p_room integer"; None: it is a view."""
    gives: list[Sql] = Field(min_length=1)
    """The type that a function returns, or the columns of its rows or of the view, each a name and a type."""
    does: str = Field(min_length=3)
    """One sentence for the candidate."""


class TraceRule(StrEnum):
    """What must be true of a value wherever an answer keeps it."""

    ONCE = "once"
    """One row holds it: else a change of one fact is a change in many places."""
    EXACT = "exact"
    """No column holds it as a floating point number or as money."""
    GONE = "gone"
    """No row holds it."""
    HELD = "held"
    """Not even the owner can put `bad` in its place."""
    KEPT = "kept"
    """Not even the owner can delete the rows that hold it."""
    HIDDEN = "hidden"
    """The role of the probe reads it in no table and no view."""


class Trace(Strict):
    """A value that a probe has stored through the interface, looked for afterwards in all tables of the answer."""

    rule: TraceRule
    value: str = Field(min_length=3)
    """As PostgreSQL prints it (time zone UTC, ISO dates); long enough to be nothing else."""
    bad: str = ""
    """For "held": what is put in its place."""
    error: list[SqlState] = []
    """For "held" and "kept": SQLSTATEs that refuse it, besides those of constraints and of types."""


CatalogueRule = Literal[
    "interface",
    "primary-key",
    "foreign-key-index",
    "timestamptz",
    "validated",
    "duplicate-index",
]
"""See assessor.grading.catalogue."""


class CatalogueCheck(Strict):
    """Whether the catalogue says of the tables what it should; the share of the rules kept earns the points."""

    type: Literal["catalogue"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    rules: list[CatalogueRule] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []
