"""The audit log of an organisation: entries that each hold on to the one before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

FIRST = bytes(32)
"""What the first entry holds on to."""

LOOKS_APART = timedelta(hours=1)
"""Who looks at the same thing again sooner leaves no other entry."""


@dataclass(frozen=True)
class Search:
    """What entries are looked for: None is any. `until` is the first moment after. Times are aware UTC datetimes."""

    actor_id: UUID | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One act of staff. It holds ids, numbers and words of ours: names, addresses and texts are not chained, since what
    is chained can never be erased."""

    organisation_id: UUID
    number: int
    at: datetime
    actor_id: UUID | None
    """None: nobody who is known, or a command on the server."""
    act: str
    detail: Mapping[str, Any]
    previous: bytes
    sha256: bytes = b""

    def digest(self) -> bytes:
        """SHA-256 over the digest before and all that the entry says."""
        text = json.dumps(self._said(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(self.previous + text.encode()).digest()

    def to_json(self) -> dict[str, Any]:
        """All of it; the digest is over `previous` and the other keys as sorted JSON without spaces."""
        return {**self._said(), "previous": self.previous.hex(), "sha256": self.sha256.hex()}

    def _said(self) -> dict[str, Any]:
        return {
            "organisation": str(self.organisation_id),
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(self.actor_id) if self.actor_id else None,
            "act": self.act,
            "detail": dict(self.detail),
        }


@dataclass(frozen=True)
class Head:
    """Where a log ends. Its seal needs the installation's secret, which the database does not hold."""

    organisation_id: UUID
    number: int = 0
    sha256: bytes = FIRST
    seal: bytes = b""

    def sealed(self) -> bytes:
        """What the seal is made over."""
        return self.organisation_id.bytes + self.number.to_bytes(8, "big") + self.sha256


def first_break(entries: Iterable[Entry], head: Head) -> str | None:
    """The first thing that is not as it was written, in words; None for a log that is whole. Entries by number."""
    last, number = FIRST, 0
    for entry in entries:
        if entry.number != number + 1:
            return f"Entry {number + 1} is missing: after entry {number} comes entry {entry.number}."
        if entry.previous != last:
            return f"Entry {entry.number} does not follow on the entry before it."
        if entry.sha256 != entry.digest():
            return f"Entry {entry.number} was changed after it was written."
        last, number = entry.sha256, entry.number
    if number < head.number:
        return f"Entry {number + 1} is missing: the log ends there, but {head.number} entries were written."
    if (number, last) != (head.number, head.sha256):
        return f"Entry {number} is not the one that was written last."
    return None
