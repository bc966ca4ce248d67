"""Wait until a server answers a real query, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Callable

from sandbox import wire
from sandbox.errors import NeverReady

FIRST_PAUSE = 0.004
LONGEST_PAUSE = 0.05
_LIFE_CHECK_EVERY = 0.25


def wait_until_ready(dsn: str, seconds: float, still_alive: Callable[[], None]) -> None:
    """Return once a query is answered. `still_alive` is called now and then and raises when waiting is in vain.

    Raises NeverReady after `seconds`, and whatever `still_alive` raises.
    """
    end = time.monotonic() + seconds
    pause, next_look = FIRST_PAUSE, time.monotonic() + _LIFE_CHECK_EVERY
    while not wire.answers(dsn, max(end - time.monotonic(), 0.1)):
        now = time.monotonic()
        if now >= end:
            raise NeverReady(f"The PostgreSQL server started but did not answer within {seconds:g} seconds.")
        if now >= next_look:
            still_alive()
            next_look = now + _LIFE_CHECK_EVERY
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
