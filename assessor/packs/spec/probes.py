"""Probes of what a script has built."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessor.packs.spec.base import Competency, RoleName, Slug, Sql, SqlState, Strict
from assessor.packs.spec.schema import Trace


class Probe(Strict):
    """Statements of one role on what an answer has built, and queries that read what they leave.

    The statements run in one session, each in a transaction of its own; the last one is judged, and those before it
    must work. What is not said here must be as it is with the reference.
    """

    name: Slug
    dataset: Slug
    shows: str = Field(min_length=3)
    """What is tried, as the end of "Fails when ...", e.g. "the account has too little money"."""
    role: RoleName
    run: list[Sql] = Field(min_length=1)
    error: list[SqlState] = []
    """The last statement must end with one of these."""
    refused: bool = False
    """The last statement must return and change no row, or end with 42501 or one of `error`."""
    reads: list[Sql] = []
    """Queries whose rows must be the reference's afterwards; they name tables with their schema."""
    trace: list[Trace] = []
    """Values looked for afterwards in whatever tables the answer has."""


class Usual(Strict):
    """What every probe and interleaving has that does not say otherwise."""

    dataset: Slug | None = None
    role: RoleName | None = None
    reads: list[Sql] = []
    retry: list[SqlState] = []
    """Of interleavings alone."""


class ProbesCheck(Strict):
    """Whether what was built behaves as the reference does, in each of the probes."""

    type: Literal["probes"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    probes: list[Slug] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []
