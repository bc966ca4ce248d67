"""A workload with its rates, and the checks of what tuning it saves and costs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessor.packs.spec.base import Competency, Slug, Sql, Strict


class Statement(Strict):
    """One statement of a workload, as an application prepares it: $1 and so on stand for its parameters."""

    name: Slug
    sql: Sql
    per_hour: int = Field(ge=1)
    example: list[str] = []
    """Values of the parameters on the visible data, as SQL literals: candidates may try them."""
    parameters: Sql | None = None
    """A query of the large data as it was: each of its rows holds the parameters of one execution. It names tables
    with their schema. Without it the statement is executed once."""
    writes: bool = False
    rewrite: bool = False
    """Whether an answer may bring another text with the same result."""
    order: list[str] = []
    """Columns by which the rows of the result are sorted; rows that tie on them may come in any order."""


class _Tuned(Strict):
    """What all checks of tuning have."""

    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []


class ReadsCheck(_Tuned):
    """Work of reads by their rates, on a log scale from the untouched database (0) to the reference (all points)."""

    type: Literal["reads"]
    statements: list[Slug] = Field(min_length=1)
    passes_at: float = Field(default=0.8, gt=0, le=1)


class WritesCheck(_Tuned):
    """Work and WAL of writes by their rates, each on a log scale up to `none` times the reference's (0)."""

    type: Literal["writes"]
    statements: list[Slug] = Field(min_length=1)
    none: float = Field(gt=1.1)
    passes_at: float = Field(default=0.8, gt=0, le=1)


class IndexBytesCheck(_Tuned):
    """Bytes of all indexes, on a log scale up to `none` times the reference's (0)."""

    type: Literal["index-bytes"]
    none: float = Field(gt=1.1)
    passes_at: float = Field(default=0.8, gt=0, le=1)


class UnchangedCheck(_Tuned):
    """Whether every statement still gives what it gives in the untouched database."""

    type: Literal["unchanged"]


TuningCheck = ReadsCheck | WritesCheck | IndexBytesCheck | UnchangedCheck
