"""What happened to a candidate's server, in words for the candidate."""

from __future__ import annotations

from assessor.domain.sandboxes import Mishap
from assessor.services.view_attempt import ServerNews

_KEPT = "its data is as it was"
_WORDS: dict[Mishap, str] = {
    Mishap.MEMORY: f"Your database hit its memory limit and was restarted; {_KEPT}.",
    Mishap.SESSION: (
        "A statement needed more memory than your database has, or crashed it. It was restarted; "
        f"{_KEPT}, without what was not committed."
    ),
    Mishap.DISK: (
        f"Your database had filled its disk and was restarted; {_KEPT}. Drop what you do not need, or start over "
        "with fresh data."
    ),
    Mishap.CRASH: f"Your database was interrupted and restarted; {_KEPT}.",
    Mishap.ENGINE: f"The machine of your database was restarted, and your database with it; {_KEPT}.",
    Mishap.LOST: f"Your database was away for a moment; {_KEPT}.",
    Mishap.SLEEP: f"Your database took long to wake up; {_KEPT}.",
}
_REBUILT = (
    "Your database was lost and had to be rebuilt from the start data. Your text is untouched; "
    "run again what you need."
)


def words(news: ServerNews) -> str:
    """A sentence or two, with the time that was given back."""
    said = _REBUILT if news.rebuilt else _WORDS[news.mishap]
    if not news.credited_seconds:
        return said
    return f"{said} Lost time was added to your clock ({news.credited_seconds} s so far)."
