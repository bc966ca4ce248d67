"""What happened to a candidate's server, in words for the candidate."""

from __future__ import annotations

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from assessor.domain.sandboxes import Mishap
from assessor.services.view_attempt import ServerNews

_WORDS: dict[Mishap, LazyString] = {
    Mishap.MEMORY: _("Your database hit its memory limit and was restarted; its data is as it was."),
    Mishap.SESSION: _(
        "A statement needed more memory than your database has, or crashed it. It was restarted; "
        "its data is as it was, without what was not committed."
    ),
    Mishap.DISK: _(
        "Your database had filled its disk and was restarted; its data is as it was. Drop what you do not need, "
        "or start over with fresh data."
    ),
    Mishap.CRASH: _("Your database was interrupted and restarted; its data is as it was."),
    Mishap.ENGINE: _(
        "The machine of your database was restarted, and your database with it; its data is as it was."
    ),
    Mishap.LOST: _("Your database was away for a moment; its data is as it was."),
    Mishap.SLEEP: _("Your database took long to wake up; its data is as it was."),
}
_REBUILT = _(
    "Your database was lost and had to be rebuilt from the start data. Your text is untouched; "
    "run again what you need."
)


def words(news: ServerNews) -> str:
    """A sentence or two, with the time that was given back."""
    said = str(_REBUILT if news.rebuilt else _WORDS[news.mishap])
    if not news.credited_seconds:
        return said
    lost = gettext("Lost time was added to your clock (%(seconds)s s so far).", seconds=news.credited_seconds)
    return f"{said} {lost}"
