"""Where the limiter keeps its moving windows: in this process, without a thread for each request.

The library's own memory storage starts a timer's thread whenever none runs, which costs more than the rest of the limit
and takes that time from somebody's run. Custom storages: https://limits.readthedocs.io/en/stable/custom-storage.html
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from limits.storage import MemoryStorage

_SWEEP_SECONDS = 60.0


@dataclass
class _Window:
    """When the last hits of a key were (seconds since the epoch), the oldest first, and how long each counts."""

    seconds: float
    hits: deque[float] = field(default_factory=deque)

    def counted(self, now: float) -> deque[float]:
        """The hits that still count."""
        while self.hits and self.hits[0] <= now - self.seconds:
            self.hits.popleft()
        return self.hits


class Windows(MemoryStorage):
    """Moving windows that forget when they are used, and once a minute those that are not. Thread-safe."""

    STORAGE_SCHEME = ["windows"]  # noqa: RUF012 - the library's metaclass reads a list

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(uri, wrap_exceptions)
        self._clock = clock
        self._windows: dict[str, _Window] = {}
        self._guard = threading.Lock()
        self._swept_at = clock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` hits if no more than `limit` are then within `expiry` seconds; else count none."""
        now = self._clock()
        with self._guard:
            self._sweep(now)
            hits = self._windows.setdefault(key, _Window(expiry)).counted(now)
            if len(hits) + amount > limit:
                return False
            hits.extend([now] * amount)
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """When the oldest hit that counts was (now if there is none), and how many count."""
        del limit
        now = self._clock()
        with self._guard:
            hits = self._windows.get(key, _Window(expiry)).counted(now)
            return (hits[0], len(hits)) if hits else (now, 0)

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._guard:
            self._windows.pop(key, None)

    def _sweep(self, now: float) -> None:
        if now - self._swept_at < _SWEEP_SECONDS:
            return
        self._swept_at = now
        for key in [key for key, window in self._windows.items() if not window.counted(now)]:
            del self._windows[key]
