"""Where time comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time as an aware UTC datetime."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Now."""
        return datetime.now(UTC)


class ManualClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, at: datetime | None = None) -> None:
        """Starts at `at`, or now."""
        self._at = at or datetime.now(UTC)

    def now(self) -> datetime:
        """Where the clock stands."""
        return self._at

    def advance(self, **delta: float) -> None:
        """Move on; takes the keywords of timedelta."""
        self._at += timedelta(**delta)
