"""How staff get in: sessions, links for passwords, and how many tries there are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from assessor.errors import InvalidInput

MIN_PASSWORD = 12
MAX_PASSWORD = 1000
SESSION_LASTS = timedelta(hours=12)
LINK_LASTS = timedelta(days=3)
RESET_LASTS = timedelta(hours=1)
"""A link that whoever has forgotten the password asked for."""
TRIES_IN = timedelta(minutes=5)
TRIES_PER_ACCOUNT = 8
"""From one address for one e-mail: somebody else's failures never lock an account for its owner."""
TRIES_PER_ADDRESS = 40


@dataclass(frozen=True)
class StaffSession:
    """One browser in which an account is signed in."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    address: str
    browser: str


def require_password(password: str) -> None:
    """Raise InvalidInput for a password that is too short to be one, or absurdly long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise InvalidInput(f"The password needs at least {MIN_PASSWORD} characters.")


def try_keys(address: str, email: str) -> tuple[tuple[bytes, int], ...]:
    """What a try to sign in counts for, as digests, each with how many there may be."""
    return (
        (digest("account", address, email.strip().lower()), TRIES_PER_ACCOUNT),
        (digest("address", address), TRIES_PER_ADDRESS),
    )


def digest(*parts: str) -> bytes:
    """What tries count for, as the database keeps it: it names nobody."""
    return hashlib.sha256("\n".join(parts).encode()).digest()
