"""What happened in an attempt, in the order it happened: the candidate is told that this is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """Kinds of events."""

    INVITED = "invited"
    OPENED = "opened"
    CONSENTED = "consented"
    STARTED = "started"
    RAN = "ran"
    SAVED = "saved"
    SUBMITTED = "submitted"
    FINISHED = "finished"
    DEADLINE = "deadline"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GRADED = "graded"
    REGRADED = "regraded"
    SANDBOX_READY = "sandbox-ready"
    SANDBOX_FAILED = "sandbox-failed"
    SANDBOX_DOWN = "sandbox-down"
    SANDBOX_REPAIRED = "sandbox-repaired"
    """With the mishap, whether its data had to be made anew, since when it was down, and the seconds."""
    SANDBOX_RESET = "sandbox-reset"
    CREDITED = "credited"
    """Time was given back; with the seconds and the new deadline."""
    EXTENDED = "extended"
    """Staff added time; with the seconds, who, why and the new deadline."""
    ACCOMMODATED = "accommodated"
    """Staff changed extra time or breaks before the start; with both and who."""
    RELINKED = "relinked"
    """Staff made another link, and the one before opens nothing any more; with who."""
    POSTPONED = "postponed"
    """Staff moved the expiry of the link; with the days and who."""
    ASKED = "asked"
    """The candidate asked for an accommodation; with their text."""
    CONTESTED = "contested"
    """The candidate contests the result; with their text."""
    REQUEST_ANSWERED = "request-answered"
    """Staff answered a request for an accommodation; with the decision and who."""
    CONTEST_DECIDED = "contest-decided"
    """Somebody decided about a contest; with the decision and who."""
    PASTED = "pasted"
    """Into the editor; with the characters and whether they were copied on these pages."""
    AWAY = "away"
    """The page was left; with the seconds."""
    BEGAN = "began"
    """A challenge with a time of its own was opened first; with its deadline."""
    LEFT = "left"
    """A challenge was left for good, where the way goes only forward."""
    BREAK = "break"
    """The clock stands still; with until when at most."""
    RESUMED = "resumed"
    """The break was ended; with the seconds it took."""


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    kind: EventKind
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
