"""States as badges show them: word, tone, symbol. Here and not in a template, whose constants are made only once."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

Badge = tuple[LazyString, str, str]

VERDICTS: dict[str, Badge] = {
    "passed": (_("Passed"), "good", "check"),
    "failed": (_("Failed"), "bad", "cross"),
    "could-not-grade": (_("Could not grade"), "warn", "question"),
    "waiting": (_("Waits for reviewers"), "warn", "clock"),
}
ATTEMPT_STATES: dict[str, Badge] = {
    "invited": (_("Invited"), "neutral", "dot"),
    "ready": (_("Getting ready"), "info", "server"),
    "running": (_("In progress"), "info", "play"),
    "submitted": (_("Being graded"), "warn", "clock"),
    "graded": (_("Graded"), "good", "check"),
    "expired": (_("Expired"), "neutral", "minus"),
    "revoked": (_("Withdrawn"), "neutral", "cross"),
}
