"""Numbers, times and words as pages print them, in the language and the formats of the page."""

from __future__ import annotations

from datetime import UTC, datetime

from babel import dates, numbers
from flask_babel import gettext, lazy_gettext, ngettext
from markupsafe import Markup

from assessor.web.languages import locale

_LEVELS = {"foundation": lazy_gettext("Foundation"), "senior": lazy_gettext("Senior")}
_KINDS = {
    "query": lazy_gettext("Query"),
    "concurrency": lazy_gettext("Concurrency"),
    "explanation": lazy_gettext("Explanation"),
    "routine": lazy_gettext("Routine"),
    "schema": lazy_gettext("Schema"),
    "security": lazy_gettext("Security"),
    "migration": lazy_gettext("Migration"),
    "review": lazy_gettext("Review"),
    "tuning": lazy_gettext("Tuning"),
    "operations": lazy_gettext("Operations"),
    "incident": lazy_gettext("Incident"),
}


def number(value: float, digits: int = 1) -> str:
    """At most `digits` decimals (3 at the most), no trailing zeros: 12345.50 is "12,345.5" in English."""
    # Adding 0 takes the sign from a zero that was rounded from below.
    return numbers.format_decimal(round(value, digits) + 0, locale=locale())


def compact(value: float) -> str:
    """Short for labels: 1234 is "1.2k", 5600000 is "5.6M"."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{number(value / size)}{unit}"
    return number(value)


def duration(milliseconds: float) -> str:
    """As precise as is useful: "0.4 ms", "38 ms", "1.24 s"."""
    if milliseconds < 10:
        return gettext("%(value)s ms", value=_fixed(milliseconds, "0.0"))
    if milliseconds < 1000:
        return gettext("%(value)s ms", value=_fixed(milliseconds, "0"))
    return gettext("%(value)s s", value=_fixed(milliseconds / 1000, "#,##0.00"))


def _fixed(value: float, pattern: str) -> str:
    return numbers.format_decimal(value, format=pattern, locale=locale())


def minutes(value: int) -> str:
    """ "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(value, 60)
    parts = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return " ".join(parts)


def seconds(value: float) -> str:
    """As a clock shows it, for people: "4 s", "3 min 20 s", "1 h 5 min"."""
    whole = max(0, round(value))
    hours, rest = divmod(whole, 3600)
    parts = [
        gettext("%(value)s h", value=hours) if hours else "",
        gettext("%(value)s min", value=rest // 60) if rest // 60 else "",
        gettext("%(value)s s", value=rest % 60) if rest % 60 or not whole else "",
    ]
    return " ".join(part for part in parts if part)


def plural(count: int, word: str, words: str | None = None) -> str:
    """ "1 row", "2 rows": for pages in English only; others use ngettext."""
    return f"{count} {word if count == 1 else words or word + 's'}"


def instant(at: datetime, style: str = "datetime") -> Markup:
    """A <time> in UTC, said so, that the page's script rewrites in the reader's own zone."""
    there = locale()
    utc = at.astimezone(UTC)
    if style == "time":
        shown = dates.format_time(utc, "medium", locale=there)
    else:
        frame = str(dates.get_datetime_format("medium", there)).replace("'", "")
        day, clock = dates.format_date(utc, "medium", there), dates.format_time(utc, "short", locale=there)
        shown = frame.replace("{1}", day).replace("{0}", clock)
    said = gettext("%(time)s UTC", time=shown)
    return Markup('<time datetime="{}" data-local="{}">{}</time>').format(at.isoformat(), style, said)


def level(value: str) -> str:
    """A level as people say it."""
    return str(_LEVELS.get(value, value.capitalize()))


def kind(value: str) -> str:
    """A kind of challenge as people say it."""
    return str(_KINDS.get(value, value.capitalize()))
