"""Values beside a literal: one step to either side, across the borders of months and years, outside a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from itertools import product
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_ANY = "%"


def near(family: str, text: str) -> list[str]:
    """A literal as values of a family with its neighbours, itself first; nothing when it is no such value."""
    if family in {"integer", "numeric", "float"}:
        return _near_number(family, text)
    if family in {"date", "timestamp", "timestamptz"}:
        return [_moment(each, family) for each in _near_date(family, text)]
    if family == "text":
        return _near_text(text)
    if family == "time":
        return [text, *_near_time(text)]
    return [text]


def _near_number(family: str, text: str) -> list[str]:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return []
    step = Decimal(1).scaleb(min(0, _exponent(number)))
    found = [number, number - step, number + step]
    if family == "integer":
        whole = number.to_integral_value("ROUND_FLOOR")
        found = [whole, whole - 1, whole + 1]
    elif step == 1:
        found += [number + Decimal("0.01"), number - Decimal("0.01")]
    return [format(each, "f") for each in found]


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _near_text(text: str) -> list[str]:
    other_case = text.upper() if text != text.upper() else text.lower()
    found = [text, other_case, text + "x", "x" + text, text[:-1], text + " "]
    if text.isdigit():
        found += [str(int(text) + 1), str(max(0, int(text) - 1))]
    return list(dict.fromkeys(found))


def _near_time(text: str) -> list[str]:
    try:
        at = datetime.combine(date(2000, 1, 2), time.fromisoformat(text))
    except ValueError:
        return []
    return [(at + step).time().isoformat() for step in (timedelta(seconds=-1), timedelta(seconds=1))]


def _near_date(family: str, text: str) -> list[datetime]:
    """The moment a text, a month or a year names, and the borders around it."""
    at = _read_moment(text)
    if at is not None:
        return _around(at, family)
    month = _MONTH.fullmatch(text)
    if month and 1 <= int(month[2]) <= 12:
        return _borders(datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC), months=1)
    if text.isdigit() and 1900 <= int(text) <= 2100:
        return _borders(datetime(int(text), 1, 1, tzinfo=UTC), months=12)
    return []


def _read_moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _around(at: datetime, family: str) -> list[datetime]:
    found = [at, at - _DAY, at + _DAY]
    if family != "date":
        found += [at + timedelta(microseconds=1), at - timedelta(microseconds=1), at + timedelta(hours=12)]
    if at.year not in (1, 9999):
        found += [_moved(at, 12), _moved(at, -12), _moved(at, 1)]
    return found


def _borders(start: datetime, months: int) -> list[datetime]:
    end = _moved(start, months)
    microsecond = timedelta(microseconds=1)
    return [
        start,
        end - _DAY,
        start - _DAY,
        end,
        end - microsecond,
        _moved(start, -12),
        start + timedelta(days=9),
    ]


def _moved(at: datetime, months: int) -> datetime:
    """The same day of another month, or the last that month has."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in range(at.day, at.day - 4, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return at


def _moment(at: datetime, family: str) -> str:
    if family == "date":
        return at.date().isoformat()
    if family == "timestamp":
        return at.replace(tzinfo=None).isoformat(sep=" ")
    return at.astimezone(UTC).isoformat(sep=" ")


def shifted(family: str, text: str, steps: int) -> str | None:
    """The value some steps further on: the next integer, the next day."""
    try:
        if family == "integer":
            return str(int(text) + steps)
        if family in {"numeric", "float"}:
            return format(Decimal(text) + steps, "f")
        if family in {"date", "timestamp", "timestamptz"}:
            at = _read_moment(text)
            return None if at is None else _moment(at + steps * _DAY, family)
    except (ValueError, OverflowError, InvalidOperation):
        return None
    return None


def midnights(zone: str, days: list[str]) -> Iterator[str]:
    """The last moment of a day and the first of the next as seen in a time zone, for each day; none if unknown."""
    try:
        local = UTC if zone.upper() == "UTC" else ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return
    for day in days:
        at = _read_moment(day)
        if at is not None:
            start = at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=local)
            yield from (_moment(each, "timestamptz") for each in (start, start - timedelta(seconds=1)))


def around_pattern(pattern: str) -> list[str]:
    """Texts that match a LIKE pattern, and texts just outside it."""
    plain = re.sub(r"\\(.)", r"\1", pattern)
    fills = [plain.replace("_", "u").replace(_ANY, fill) for fill in ("", "v", "v w")]
    outside = ["x" + fills[0], fills[0] + "x", fills[0][1:], fills[0][:-1], fills[0].swapcase()]
    if "_" in plain:
        outside += [plain.replace("_", fill).replace(_ANY, "") for fill in ("", "uu")]
    words = [
        f"{before}{fills[0].strip()}{after}" for before, after in product(("", "a ", "a"), ("", " b", "b"))
    ]
    return list(dict.fromkeys([*fills, *outside, *words]))
