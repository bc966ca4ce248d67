"""How long what is held about candidates is kept, and what may not go even then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessor.domain.rules import Rules
from assessor.errors import InvalidInput

MAX_MONTHS = 120
MAX_REASON = 500


class Part(StrEnum):
    """What has an end of its own."""

    FINISHED = "finished"
    """Attempts that were started and are over."""
    UNSTARTED = "unstarted"
    """Invitations that nobody followed until they ended."""
    RECORDINGS = "recordings"
    """Drafts with their history, runs and events of attempts that are over."""


class Ending(StrEnum):
    """What becomes of a finished attempt."""

    ERASED = "erased"
    """Nothing is left but when it was, and its score."""
    ANONYMOUS = "anonymous"
    """The points of every check are left, too, for statistics; no text, name or address."""


class Why(StrEnum):
    """Why somebody was erased; a choice and no text, for it stays in the audit log."""

    ASKED = "asked"
    NOT_NEEDED = "not-needed"
    MISTAKE = "mistake"
    OTHER = "other"


@dataclass(frozen=True)
class Retention:
    """An organisation's rule: months after the end of each part, None for what stays until somebody erases it."""

    finished: int | None = None
    unstarted: int | None = None
    recordings: int | None = None
    ending: Ending = Ending.ERASED

    def months(self, part: Part) -> int | None:
        """How long a part is kept."""
        months: int | None = getattr(self, part.value)
        return months

    def told(self, rules: Rules) -> int:
        """For how many months candidates are told that answers are kept: the shorter of the assessment's and this."""
        return min(rules.retention_months, self.finished or rules.retention_months)

    def require(self) -> None:
        """Raise InvalidInput for what cannot be."""
        if any(months is not None and not 1 <= months <= MAX_MONTHS for months in map(self.months, Part)):
            raise InvalidInput("Between 1 and %(most)s months, or nothing.", most=MAX_MONTHS)


@dataclass(frozen=True)
class Hold:
    """Somebody's word that a candidate, or one attempt of theirs, must be kept. Times are aware UTC datetimes."""

    id: UUID
    attempt_id: UUID | None
    """None: all that is held about the person."""
    reason: str
    by: str
    placed_at: datetime
    lifted_at: datetime | None


def is_held(holds: Iterable[Hold]) -> bool:
    """Whether any of them is not lifted."""
    return any(each.lifted_at is None for each in holds)


@dataclass(frozen=True)
class Due:
    """Something with the moment from which it is no longer kept."""

    part: Part
    attempt_id: UUID
    candidate_id: UUID
    name: str
    at: datetime
    held: bool
