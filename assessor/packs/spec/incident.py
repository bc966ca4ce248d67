"""A system in trouble: who brings it about, who suffers, and what a recovery must show."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assessor.packs.spec.base import Competency, RoleName, Slug, Sql, Strict
from assessor.packs.spec.design import Option

_Sessions = Field(default=1, ge=1, le=8)


class Actor(Strict):
    """Sessions that make the trouble, or that have honest work under way in it; they come in the order of the spec."""

    name: Slug
    """Also its application_name, which the candidate reads in pg_stat_activity."""
    role: RoleName
    shows: str = Field(min_length=3)
    """Who it is, for the scorecard, e.g. "a console that somebody left open"."""
    opens: list[Sql] = Field(min_length=1)
    ends: Literal["idle", "blocked", "running"] = "idle"
    sessions: int = _Sessions
    finishes: list[Sql] = []
    """Statements that must still work after the recovery: the end of its honest work."""
    again: bool = False
    """Whether it comes back after the recovery and tries the same anew."""


class Client(Strict):
    """A part of the live workload, tried again and again."""

    name: Slug
    role: RoleName
    shows: str = Field(min_length=3)
    """What it does, for the candidate's panel, e.g. "places orders"."""
    run: list[Sql] = Field(min_length=1)
    suffers: Literal["blocked", "refused", "failing", "slow", "works"]
    sessions: int = _Sessions
    most_blocks: int | None = Field(default=None, ge=1)
    """So many blocks its only statement may touch; one that touches more is slow."""


class Fact(Strict):
    """Something that must be true afterwards; a query that gives one boolean, in names with their schema."""

    name: Slug
    shows: str = Field(min_length=3)
    """As the end of "Fails when ...", e.g. "an order is missing"."""
    holds: Sql


class IncidentSpec(Strict):
    """The trouble as a whole."""

    dataset: Slug | None = None
    """The hidden dataset on which an answer is tried; the loader requires it."""
    rights: list[Literal["pg_monitor", "pg_signal_backend"]] = []
    """What the candidate may do beside owning the tables."""
    connections: dict[RoleName, int] = {}
    """How many sessions a role may have."""


class _Graded(Strict):
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []


class RecoveredCheck(_Graded):
    """Whether clients get their answers after the runbook."""

    type: Literal["recovered"]
    clients: list[Slug] = Field(min_length=1)


class LastingCheck(_Graded):
    """Whether they still do after the actors with again = true have come back."""

    type: Literal["lasting"]
    clients: list[Slug] = Field(min_length=1)


class SparedCheck(_Graded):
    """Whether honest work survived: its sessions live, and the statements that finish it work."""

    type: Literal["spared"]
    actors: list[Slug] = Field(min_length=1)


class FactsCheck(_Graded):
    """Whether data and settings are as they must be."""

    type: Literal["facts"]
    facts: list[Slug] = Field(min_length=1)


class PaceCheck(_Graded):
    """How many statements the clients had to wait for."""

    type: Literal["pace"]
    clients: list[Slug] = Field(min_length=1)
    within: int = Field(ge=1)
    """All points up to so many statements until every client worked."""
    never: int = Field(ge=2)
    """No points from so many on; in between in equal steps."""


class CauseCheck(_Graded):
    """The cause, chosen from several, with a query of the candidate's that finds it."""

    type: Literal["cause"]
    asks: str = Field(min_length=10, max_length=400)
    options: list[Option] = Field(min_length=3, max_length=8)
    culprits: list[Slug] = []
    """Actors whose pids the query must give, and no others."""
    names: list[str] = []
    """Or names that it must give, and no others, e.g. "orders"."""


IncidentCheck = RecoveredCheck | LastingCheck | SparedCheck | FactsCheck | PaceCheck | CauseCheck
"""What a drill decides."""
