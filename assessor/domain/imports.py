"""Many people who are to be invited at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MAX_ROWS = 10_000


class ImportState(StrEnum):
    """Where an import stands."""

    PREVIEW = "preview"
    """Read and shown; nobody is invited yet."""
    RUNNING = "running"
    """Confirmed; a worker makes the invitations."""
    DONE = "done"


class Verdict(StrEnum):
    """What becomes of one line."""

    GOOD = "good"
    WRONG = "wrong"
    """It cannot be used; its problem says why."""
    TWICE = "twice"
    """The person stands further up, or is invited already."""


@dataclass(frozen=True)
class Person:
    """One line, as it was read."""

    number: int
    """Of the line, from 1."""
    name: str
    email: str
    extra_time_percent: int = 0
    send_at: datetime | None = None
    external_id: str = ""
    verdict: Verdict = Verdict.GOOD
    problem: str = ""
    invitation_id: UUID | None = None


@dataclass(frozen=True)
class Import:
    """A list of people for one assessment."""

    id: UUID
    organisation_id: UUID
    assessment_id: UUID
    created_by: UUID
    source: str
    """The name of the file, or "pasted"."""
    state: ImportState
    valid_days: int
    send: bool
    """Whether mails are sent."""
    created_at: datetime
    confirmed_at: datetime | None
