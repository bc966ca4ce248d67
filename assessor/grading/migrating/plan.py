"""What a change set is rehearsed with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<!:):n\b")
"""And not the beginning of a cast."""


@dataclass(frozen=True)
class Call:
    """A statement of the application in both versions; `:n` is another number each time."""

    name: str
    role: str
    old: str
    new: str

    def text(self, version: str, number: int) -> str:
        """The statement of version "old" or "new"."""
        return _NUMBER.sub(str(number), self.old if version == "old" else self.new)


@dataclass(frozen=True)
class Bounds:
    """What a transaction may do at most."""

    blocks: int
    """Pages read and rows changed while somebody waits for its lock."""
    rows: int
    """Rows changed."""
    lock_timeout: float
    """Seconds of waiting in front of others."""


@dataclass(frozen=True)
class Plan:
    """A database, the application that works in it, and the bounds."""

    database: str
    calls: Sequence[Call]
    hold: Sequence[str]
    """What a long transaction has done."""
    hold_role: str
    bounds: Bounds
    same: Sequence[tuple[str, str]]
    """Queries before and after that must give the same."""
