"""What other systems are told, how it is signed, and when it is tried again."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from assessor.domain.events import EventKind
from assessor.errors import InvalidInput

MAX_ENDPOINTS = 10
SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with, as Standard Webhooks has it
SECRET_BYTES = 32


class HookType(StrEnum):
    """What happened."""

    INVITATION_CREATED = "invitation.created"
    INVITATION_SENT = "invitation.sent"
    INVITATION_OPENED = "invitation.opened"
    ATTEMPT_STARTED = "attempt.started"
    ATTEMPT_FINISHED = "attempt.finished"
    ATTEMPT_GRADED = "attempt.graded"
    ATTEMPT_EXPIRED = "attempt.expired"
    ATTEMPT_REVOKED = "attempt.revoked"


TOLD: Mapping[EventKind, HookType] = MappingProxyType(
    {
        EventKind.INVITED: HookType.INVITATION_CREATED,
        EventKind.OPENED: HookType.INVITATION_OPENED,
        EventKind.STARTED: HookType.ATTEMPT_STARTED,
        EventKind.FINISHED: HookType.ATTEMPT_FINISHED,
        EventKind.DEADLINE: HookType.ATTEMPT_FINISHED,
        EventKind.GRADED: HookType.ATTEMPT_GRADED,
        EventKind.EXPIRED: HookType.ATTEMPT_EXPIRED,
        EventKind.REVOKED: HookType.ATTEMPT_REVOKED,
    }
)
"""Which events of an attempt are told as what."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Tried long enough; a person may have it sent again."""


_WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 18_000, 36_000, 86_400)
)
"""After each try that failed: two days together."""
JITTER = 0.2


def retry_at(now: datetime, tries: int, chance: float) -> datetime | None:
    """When a delivery that was tried so often (1 or more) is tried again; None: it is dead.

    `chance` (0 to 1) spreads the retries, so that an endpoint that comes back is not overrun.
    """
    if tries > len(_WAITS):
        return None
    return now + _WAITS[tries - 1] * (1 + JITTER * (2 * chance - 1))


@dataclass(frozen=True)
class Endpoint:
    """An address that is told what happens."""

    id: UUID
    organisation_id: UUID
    url: str
    types: frozenset[HookType]
    enabled: bool
    created_at: datetime


@dataclass(frozen=True)
class Delivery:
    """One thing told to one endpoint. Times are aware UTC datetimes."""

    id: UUID
    endpoint_id: UUID
    attempt_id: UUID
    type: HookType
    data: Mapping[str, object]
    state: DeliveryState
    tries: int
    due_at: datetime
    created_at: datetime
    status: int | None
    """HTTP's, of the last try; 0: there was no answer."""
    error: str


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the webhook-signature header: HMAC-SHA256 over id, time and body, as Standard Webhooks has it."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def new_secret(random: bytes) -> str:
    """A secret of random bytes."""
    return SECRET_PREFIX + base64.b64encode(random).decode()


def require_types(types: Collection[HookType]) -> None:
    """Raise InvalidInput unless something is told."""
    if not types:
        raise InvalidInput("Choose at least one event.")
