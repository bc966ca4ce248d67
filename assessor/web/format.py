"""Numbers, times and words as pages print them."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

_LEVELS = {"foundation": "Foundation", "senior": "Senior"}


def number(value: float, digits: int = 1) -> str:
    """At most `digits` decimals, no trailing zeros, thin groups: 12345.50 is "12 345.5"."""
    text = f"{value:,.{digits}f}".replace(",", "\u202f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def compact(value: float) -> str:
    """Short for labels: 1234 is "1.2k", 5600000 is "5.6M"."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{number(value / size)}{unit}"
    return number(value)


def duration(milliseconds: float) -> str:
    """As precise as is useful: "0.4 ms", "38 ms", "1.24 s"."""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.2f} s"


def minutes(value: int) -> str:
    """ "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(value, 60)
    parts = [plural(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(plural(rest, "minute"))
    return " ".join(parts)


def seconds(value: float) -> str:
    """As a clock shows it, for people: "4 s", "3 min 20 s", "1 h 5 min"."""
    whole = max(0, round(value))
    hours, rest = divmod(whole, 3600)
    parts = [(hours, "h"), (rest // 60, "min"), (rest % 60, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def plural(count: int, word: str, words: str | None = None) -> str:
    """ "1 row", "2 rows"."""
    return f"{count} {word if count == 1 else words or word + 's'}"


def instant(at: datetime, style: str = "datetime") -> Markup:
    """A <time> in UTC that the page's script rewrites in the reader's own zone."""
    shown = at.strftime("%H:%M:%S" if style == "time" else "%d %b %Y, %H:%M")
    return Markup('<time datetime="{}" data-local="{}">{} UTC</time>').format(at.isoformat(), style, shown)


def level(value: str) -> str:
    """A level as people say it."""
    return _LEVELS.get(value, value.capitalize())
