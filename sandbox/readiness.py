"""Wait until a server answers a real query, in bounded time."""

from __future__ import annotations

import time
from collections.abc import Callable

from sandbox import wire
from sandbox.errors import NeverReady

PATIENCE_SECONDS = 10.0
"""How long a server that runs may take to answer before it counts as hung."""

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


def answers_soon(dsn: str, seconds: float, runs: Callable[[], bool]) -> bool:
    """Whether a server answers a query within `seconds`, also if it refuses at first, as it does in recovery.

    `runs` is called now and then: there is nothing to wait for once it says no.
    """

    def still_alive() -> None:
        if not runs():
            raise NeverReady

    try:
        wait_until_ready(dsn, seconds, still_alive)
    except NeverReady:
        return False
    return True
