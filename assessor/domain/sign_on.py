"""Sign-on through somebody else: a provider of OpenID Connect vouches for who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from assessor.domain.people import Role

LASTS = timedelta(minutes=10)
"""For so long after it was begun a sign-on may come back."""


@dataclass(frozen=True)
class Registration:
    """What the installation and its provider know of each other."""

    issuer: str
    client_id: str
    client_secret: str
    label: str
    """What the page of signing in calls the provider."""
    organisation: str
    """The slug of the organisation whose staff it vouches for."""
    domains: frozenset[str] = frozenset()
    """Of e-mail addresses that it may vouch for; empty: any."""
    role: Role | None = None
    """Of who comes without an account, and gets one by that; None: nobody does."""

    def vouches_for(self, email: str) -> bool:
        """Whether an address lies in one of the domains."""
        return not self.domains or email.rpartition("@")[2].lower() in self.domains


@dataclass(frozen=True)
class Handshake:
    """What a browser has to come back with; it is kept in its cookie in between."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Whom a provider vouches for. The e-mail address is verified, as it says."""

    issuer: str
    subject: str
    """What the provider calls them, for ever; addresses change hands."""
    email: str
    name: str
