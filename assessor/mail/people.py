"""Reading lists of people: a file as spreadsheets write it, or pasted lines. Every line gets a verdict."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assessor.domain.imports import MAX_ROWS, Person, Verdict
from assessor.domain.invitation import MAX_EXTRA_TIME
from assessor.errors import InvalidInput
from assessor.mail.address import normal, require_name

MAX_BYTES = 5_000_000
MAX_DELAY = timedelta(days=90)
MAX_EXTERNAL_ID = 100

COLUMNS: Mapping[str, str] = {
    "name": "name", "candidate": "name", "full name": "name", "candidate name": "name",
    "email": "email", "e-mail": "email", "mail": "email", "email address": "email", "e-mail address": "email",
    "extra time": "extra_time", "extra time percent": "extra_time", "extra time (%)": "extra_time",
    "extra_time_percent": "extra_time",
    "send at": "send_at", "send_at": "send_at",
    "external id": "external_id", "external_id": "external_id", "id": "external_id",
}  # fmt: skip
"""What a heading may be called, in lower case."""
_BARE = ("name", "email", "extra_time", "send_at", "external_id")
"""The order of columns where there are no headings."""
_ANGLED = re.compile(r"^\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>\s*$")


def read_file(content: bytes, now: datetime) -> tuple[Person, ...]:
    """The people of a CSV file in UTF-8. Raises InvalidInput if the file as a whole cannot be read."""
    if len(content) > MAX_BYTES:
        raise InvalidInput(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInput(
            f"Line {line} is not UTF-8. Save the file as “CSV UTF-8” and upload it again."
        ) from error
    return read_text(text, now)


def read_text(text: str, now: datetime) -> tuple[Person, ...]:
    """The people of a text: CSV with or without headings, or lines like "Ada <ada@mail.example>".

    Raises InvalidInput if there is nobody, there are too many, or a needed column is missing.
    """
    if "\x00" in text:
        raise InvalidInput("This is no text: it has NUL characters.")
    rows = list(_rows(text.lstrip("\ufeff")))
    if not rows:
        raise InvalidInput("There is nobody in it. Give a name and an e-mail address on each line.")
    columns, people = _columns(rows)
    if len(people) > MAX_ROWS:
        raise InvalidInput(f"These are {len(people)} people; {MAX_ROWS} are possible at once.")
    if not people:
        raise InvalidInput("There are headings, and nobody below them.")
    return tuple(_person(number, cells, columns, now) for number, cells in people)


def without_doubles(people: Sequence[Person], invited: Collection[str]) -> tuple[Person, ...]:
    """The same people; who stands further up, or is in `invited` (addresses in lower case), is marked."""
    seen: dict[str, int] = {}
    found = []
    for each in people:
        key = each.email.lower()
        if each.verdict is Verdict.GOOD and key in seen:
            found.append(
                replace(each, verdict=Verdict.TWICE, problem=f"The same address stands in line {seen[key]}.")
            )
        elif each.verdict is Verdict.GOOD and key in invited:
            found.append(
                replace(each, verdict=Verdict.TWICE, problem="Is invited to this assessment already.")
            )
        else:
            found.append(each)
            if each.verdict is Verdict.GOOD:
                seen[key] = each.number
    return tuple(found)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, cells) of every line that is not empty."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,|", key=lambda each: (first.count(each), each == ","))
    if _ANGLED.match(first):
        # As mail programs write people, one on each line: quotes and commas mean something else there.
        text = "\n".join(_quoted(line, delimiter) for line in text.splitlines())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield number, _angled(stripped)
    except csv.Error as error:
        raise InvalidInput(f"Line {reader.line_num} cannot be read: {error}.") from error


def _quoted(line: str, delimiter: str) -> str:
    if not _ANGLED.match(line):
        return line
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow([line])
    return out.getvalue()


def _angled(cells: list[str]) -> list[str]:
    """ "Ada <ada@mail.example>", or an address alone, as two cells."""
    if len([cell for cell in cells if cell]) != 1:
        return cells
    found = _ANGLED.match(cells[0])
    if found:
        return [found["name"].strip('" '), found["email"]]
    return ["", cells[0]] if "@" in cells[0] else cells


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """What each column is, and the rows below the headings if there are any."""
    first = rows[0][1]
    if any("@" in cell for cell in first):
        return list(_BARE), rows
    columns = [COLUMNS.get(cell.lower(), "") for cell in first]
    if "email" not in columns:
        raise InvalidInput(
            "The first line names no column “email”, and has no address either. "
            "Columns are: name, email, extra time percent, send at, external id."
        )
    twice = {each for each in columns if each and columns.count(each) > 1}
    if twice:
        raise InvalidInput(f"Two columns are called {', '.join(sorted(twice))}.")
    return columns, rows[1:]


def _person(number: int, cells: list[str], columns: list[str], now: datetime) -> Person:
    given = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    name, email = given.get("name", ""), given.get("email", "")
    person = Person(number, name[:200], email[:320])
    try:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise InvalidInput("There are more cells than columns.")
        if not email:
            raise InvalidInput("The e-mail address is missing.")
        address = normal(email)
        return replace(
            person,
            name=require_name(name) or address,
            email=address,
            extra_time_percent=_percent(given.get("extra_time", "")),
            send_at=_moment(given.get("send_at", ""), now),
            external_id=_external(given.get("external_id", "")),
        )
    except InvalidInput as error:
        return replace(person, name=_shown(person.name), verdict=Verdict.WRONG, problem=error.message)


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _percent(cell: str) -> int:
    text = cell.removesuffix("%").strip()
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > MAX_EXTRA_TIME:
        raise InvalidInput(f"Extra time is 0 to {MAX_EXTRA_TIME} percent, and not {cell[:20]!r}.")
    return int(text)


def _moment(cell: str, now: datetime) -> datetime | None:
    """A time in UTC unless it names its own zone."""
    if not cell:
        return None
    try:
        at = datetime.fromisoformat(cell)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"{cell[:40]!r} is no time such as 2026-12-24 09:00.") from error
    if not now - timedelta(days=1) <= at <= now + MAX_DELAY:
        raise InvalidInput(f"{cell[:40]} is not within the next {MAX_DELAY.days} days.")
    return at


def _external(cell: str) -> str:
    if len(cell) > MAX_EXTERNAL_ID or not cell.isprintable():
        raise InvalidInput(f"An external id has at most {MAX_EXTERNAL_ID} characters, all of them printable.")
    return cell
