"""How the handing over of one mail ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """Every way in which it can end."""

    ACCEPTED = "accepted"
    """The server has answered that it has the mail."""
    REFUSED = "refused"
    """It will never take it (5yz): a bounce that is known at once."""
    DEFERRED = "deferred"
    """It does not take it now (4yz), perhaps later."""
    UNSENT = "unsent"
    """It was never handed over: the server did not answer, or not to us. Says nothing about the mail."""
    DOUBT = "doubt"
    """Handed over, and no answer came: the server may have it or not."""


@dataclass(frozen=True)
class Outcome:
    """An ending; the server's words if it had any, and its reply code (0: none)."""

    ending: Ending
    code: int = 0
    words: str = ""
