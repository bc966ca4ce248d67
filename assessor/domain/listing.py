"""What is looked for in the list of attempts, and where a page of it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessor.domain.attempt import AttemptState

Place = tuple[datetime, UUID]
"""Where a page ends: when the last attempt of it was made, and its id."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; all of it at once. Scores are 0 to 100, times aware UTC datetimes."""

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
