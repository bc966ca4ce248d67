"""Who may ask the API for what: tokens, their scopes, and how long they work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from assessor.domain.rights import Right
from assessor.errors import InvalidInput

TOKEN_PREFIX = "asr_"  # noqa: S105 - what every token begins with, so that scanners of leaked secrets know it
MAX_TOKENS = 50
"""Of one organisation, working ones."""
MAX_TOKEN_DAYS = 730
MAX_NAME = 100
USE_NOTED = timedelta(minutes=1)
"""How exactly it is known when a token was last used: a read is not to write each time."""
IDEMPOTENCY_LASTS = timedelta(hours=24)
MAX_IDEMPOTENCY_KEY = 255


class Scope(StrEnum):
    """One thing that a token may do."""

    READ_ASSESSMENTS = "assessments:read"
    READ_INVITATIONS = "invitations:read"
    WRITE_INVITATIONS = "invitations:write"
    READ_ATTEMPTS = "attempts:read"
    READ_SCORECARDS = "scorecards:read"


SCOPE_RIGHTS: dict[Scope, Right] = {
    Scope.READ_ASSESSMENTS: Right.SEE_ASSESSMENTS,
    Scope.READ_INVITATIONS: Right.SEE_CANDIDATES,
    Scope.WRITE_INVITATIONS: Right.INVITE,
    Scope.READ_ATTEMPTS: Right.SEE_CANDIDATES,
    Scope.READ_SCORECARDS: Right.SEE_CANDIDATES,
}
"""The right that whoever made the token must still have."""


@dataclass(frozen=True)
class ApiToken:
    """A token as its organisation sees it: never the token itself. Times are aware UTC datetimes."""

    id: UUID
    organisation_id: UUID
    name: str
    scopes: frozenset[Scope]
    ending: str
    """Its last characters, to tell tokens apart."""
    created_by: UUID
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it was neither revoked nor has expired."""
        return self.revoked_at is None and now < self.expires_at


def require_token(name: str, scopes: Collection[Scope], days: int) -> str:
    """The name without blanks around it. Raises InvalidInput for what no token can be."""
    if not 1 <= len(name.strip()) <= MAX_NAME:
        raise InvalidInput("The name has 1 to %(most)s characters.", most=MAX_NAME)
    if not scopes:
        raise InvalidInput("Choose at least one scope.")
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidInput("A token works for 1 to %(most)s days.", most=MAX_TOKEN_DAYS)
    return name.strip()
