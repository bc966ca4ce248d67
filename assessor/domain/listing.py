"""What is looked for in the list of attempts, and where a page of a list ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from assessor.domain.attempt import AttemptState


class Place(NamedTuple):
    """Where a page of a list ends, newest first: when its last line was made, and that line's id."""

    at: datetime
    id: UUID


@dataclass(frozen=True)
class Wanted:
    """What is looked for; all of it at once. Scores are 0 to 100, times aware UTC datetimes."""

    attempt_id: UUID | None = None
    assessment_id: UUID | None = None
    state: AttemptState | None = None
    text: str = ""
    """In name or e-mail."""
    least: float | None = None
    most: float | None = None
    since: datetime | None = None
    """Finished then or later."""
    until: datetime | None = None
    """Finished before."""
