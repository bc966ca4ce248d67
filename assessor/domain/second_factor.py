"""The second step of signing in: codes that an authenticator makes of the time, and codes for the day it is lost."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from assessor.domain.access import digest

STEP_SECONDS = 30
DRIFT = 1
"""Steps by which an authenticator's clock may be off, in either direction."""
CODES = 10
CODE_BYTES = 10
"""80 bits, so that a plain SHA-256 of a code cannot be guessed from the database."""
WAITS = timedelta(minutes=10)
"""For so long after the password the second step may be made."""
TRIES = 20
"""Of one account from wherever they come: with the password stolen, addresses are cheap."""
TRIES_IN = timedelta(hours=1)
_STEP_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True)
class SecondFactor:
    """What somebody has set up; it counts once a code has confirmed it."""

    sealed: bytes
    """The secret that the authenticator shares, encrypted."""
    confirmed: bool
    last_step: int
    """The newest step of which a code was used: neither it nor one before it counts again."""


def steps_at(now: datetime, last: int) -> Iterator[int]:
    """The numbers of the steps whose codes count at that time, after the last that was used."""
    here = int(now.timestamp()) // STEP_SECONDS
    return (step for step in range(here - DRIFT, here + DRIFT + 1) if step > last)


def written(code: str) -> str:
    """A code as it is compared: without the spaces and hyphens that make it readable, in lower case."""
    return re.sub(r"[\s-]", "", code).lower()


def is_step_code(code: str) -> bool:
    """Whether a code, as it is compared, is one of an authenticator's."""
    return _STEP_CODE.fullmatch(code) is not None


def recovery_code(random: bytes) -> str:
    """A code to write down, of so many random bytes: groups of four letters and digits."""
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def try_key(user_id: UUID) -> bytes:
    """What a try at the second step of an account counts for."""
    return digest("second step", str(user_id))
