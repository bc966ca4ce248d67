"""Invitations: a secret link for one candidate to one assessment. Only the token's SHA-256 is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.errors import InvalidInput, InvitationExpired, InvitationRevoked, InvitationUsedUp

TOKEN_BYTES = 24
"""192 bits: OWASP ASVS 5 asks for at least 128."""
SEED_BYTES = 16


class Links:
    """Makes links anew whenever a mail needs one, so that none is kept anywhere.

    A token is an HMAC of the invitation and its seed under a key of the installation's secret: the database alone
    gives no link, and neither does the secret alone.
    """

    def __init__(self, secret: str, base_url: str) -> None:
        self._key = hmac.digest(secret.encode(), b"assessor: links of invitations", "sha256")
        self._base_url = base_url.rstrip("/")

    def token(self, invitation_id: UUID, seed: bytes) -> str:
        """The token of an invitation: 32 characters that are safe in a URL."""
        mac = hmac.digest(self._key, invitation_id.bytes + seed, "sha256")
        return base64.urlsafe_b64encode(mac[:TOKEN_BYTES]).decode()

    def url(self, token: str) -> str:
        """The link that opens it."""
        return f"{self._base_url}/i/{token}"

    def page(self, path: str) -> str:
        """The address of a page, from outside."""
        return f"{self._base_url}{path}"

    def find(self, invitation_id: UUID, seed: bytes | None, digest: bytes) -> str | None:
        """The token that an invitation was made with, or None where the secret is another one since."""
        if seed is None:
            return None
        token = self.token(invitation_id, seed)
        return token if hmac.compare_digest(token_digest(token), digest) else None


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
    external_id: str = ""
    """What other systems know it by."""


@dataclass(frozen=True)
class Invitee:
    """One person who is about to be invited, with all that is kept of the invitation."""

    id: UUID
    """Of the invitation."""
    name: str
    email: str
    """Empty: nothing can be sent, the link is given to them."""
    seed: bytes
    digest: bytes
    expires_at: datetime
    extra_time_percent: int = 0
    break_minutes: int = 0
    external_id: str = ""
    import_id: UUID | None = None
    import_row: int | None = None
    send_at: datetime | None = None
    """When its mail is due; None: no mail."""


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
