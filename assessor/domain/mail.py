"""The life of a mail in the outbox, and what a list of invitations says of it. Decides; never acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    """Its time has not come, or nobody has taken it yet."""
    SENDING = "sending"
    """A sender has claimed it."""
    SENT = "sent"
    """The mail server has answered that it has it."""
    REFUSED = "refused"
    """The mail server will never take it: a bounce that is known at once."""
    FAILED = "failed"
    """It was tried long enough."""
    DOUBT = "doubt"
    """It was handed over, and nobody knows whether it was taken: a person decides."""
    CANCELLED = "cancelled"
    """It became pointless before it was sent."""


class MailKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"


class InvitationStatus(StrEnum):
    """What staff read of one invitation; the furthest that is known."""

    LINK = "link"
    """No mail: somebody gives the link to the candidate."""
    SCHEDULED = "scheduled"
    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    DOUBT = "doubt"
    OPENED = "opened"
    STARTED = "started"
    FINISHED = "finished"
    EXPIRED = "expired"
    REVOKED = "revoked"


_WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 480, 480)]
"""How long to wait after each try that a server deferred: 24 hours together, as servers that greylist expect."""

MAX_REMINDERS = 5
MAX_REMINDER_DAYS = 60


def retry_at(now: datetime, tries: int) -> datetime | None:
    """When a mail that was tried so often (1 or more) is tried again; None: it has failed."""
    return now + _WAITS[tries - 1] if tries <= len(_WAITS) else None


@dataclass(frozen=True)
class Mail:
    """A claimed mail with all that its text needs. Times are aware UTC datetimes."""

    id: UUID
    kind: MailKind
    tries: int
    """Including the one that now begins."""
    subject: str | None
    body: str | None
    """None: the organisation has written no text of its own."""
    candidate_name: str
    candidate_email: str
    invitation_id: UUID
    link_seed: bytes | None
    token_sha256: bytes
    expires_at: datetime
    assessment: str
    organisation: str
    minutes: int
    extra_time_percent: int
