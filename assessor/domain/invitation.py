"""Invitations: a secret link for one candidate to one assessment. Only the token's SHA-256 is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.errors import InvalidInput, InvitationExpired, InvitationRevoked, InvitationUsedUp

TOKEN_BYTES = 24
"""192 bits from `secrets`: OWASP ASVS 5 asks for at least 128."""


@dataclass(frozen=True)
class Invitation:
    """One candidate's link. Times are aware UTC datetimes."""

    id: UUID
    organisation_id: UUID
    assessment_id: UUID
    candidate_id: UUID
    expires_at: datetime
    revoked_at: datetime | None
    created_at: datetime
    extra_time_percent: int = 0
    break_minutes: int = 0
    """Breaks of this candidate, in addition to what the assessment allows everybody."""


MAX_EXTRA_TIME = 300
MAX_BREAKS = 240


def require_accommodation(extra_time_percent: int, break_minutes: int) -> None:
    """Raise InvalidInput unless extra time (percent) and breaks (minutes) are within what can be given."""
    if not 0 <= extra_time_percent <= MAX_EXTRA_TIME:
        raise InvalidInput(f"Extra time is 0 to {MAX_EXTRA_TIME} percent.")
    if not 0 <= break_minutes <= MAX_BREAKS:
        raise InvalidInput(f"Breaks are 0 to {MAX_BREAKS} minutes together.")


def token_digest(token: str) -> bytes:
    """SHA-256 of a token: 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def require_usable(invitation: Invitation, attempt: AttemptState, now: datetime) -> None:
    """Raise the InvitationProblem that stands in the way of opening the attempt.

    A running attempt outlives the invitation's expiry: the clock of the attempt counts then.
    """
    if invitation.revoked_at is not None or attempt is AttemptState.REVOKED:
        raise InvitationRevoked()
    if attempt in (AttemptState.SUBMITTED, AttemptState.GRADED):
        raise InvitationUsedUp()
    unstarted = attempt in (AttemptState.INVITED, AttemptState.READY)
    if attempt is AttemptState.EXPIRED or (unstarted and now >= invitation.expires_at):
        raise InvitationExpired()
