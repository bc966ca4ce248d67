"""Comments on the lines of a change set, as a part of an answer in words (assessor.domain.design)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from assessor.errors import InvalidInput

MAX_COMMENTS = 100
MAX_LINE = 10_000
MAX_REMARK = 2000


class Severity(StrEnum):
    """What a comment asks for."""

    BLOCKER = "blocker"
    """This must not go out."""
    MAJOR = "major"
    """It should be changed, now or next."""
    MINOR = "minor"
    """Worth saying; no reason to wait."""


@dataclass(frozen=True)
class Comment:
    """What is said of one line. `category`, `severity` or `text` are empty while it is being written."""

    file: str
    line: int
    """From 1."""
    category: str = ""
    severity: str = ""
    text: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it says what kind of problem this is, how bad, and in words."""
        return bool(self.category and self.severity and self.text.strip())


_KEYS = {field.name for field in fields(Comment)}


def parse_comments(found: object) -> tuple[Comment, ...]:
    """The comments of an answer's head. Raises InvalidInput, naming the comment by its number."""
    if not isinstance(found, list):
        raise InvalidInput("The comments of the answer cannot be read.")
    if len(found) > MAX_COMMENTS:
        raise InvalidInput("An answer has at most %(most)s comments.", most=MAX_COMMENTS)
    return tuple(_comment(number, value) for number, value in enumerate(found, 1))


def comments_json(comments: tuple[Comment, ...]) -> list[dict[str, Any]]:
    """What parse_comments reads."""
    return [asdict(comment) for comment in comments]


def require_known(comments: tuple[Comment, ...], spec: Mapping[str, Any]) -> None:
    """Raise InvalidInput for a file or kind of problem that the challenge with this spec (as JSON) does not have."""
    files = {file["path"] for file in spec.get("file", [])}
    categories = {category["id"] for category in spec.get("category", [])}
    for number, comment in enumerate(comments, 1):
        if comment.file not in files:
            raise InvalidInput("Comment %(number)s is on a file that is not there.", number=number)
        if comment.category and comment.category not in categories:
            raise InvalidInput("Comment %(number)s names no kind of problem.", number=number)


def _comment(number: int, value: object) -> Comment:
    if not isinstance(value, dict) or not {"file", "line"} <= set(value) <= _KEYS:
        raise _malformed(number)
    line, words = value["line"], {key: word for key, word in value.items() if key != "line"}
    if type(line) is not int or not 1 <= line <= MAX_LINE:
        raise InvalidInput("Comment %(number)s is on no line.", number=number)
    if not all(isinstance(word, str) for word in words.values()):
        raise _malformed(number)
    if words.get("severity", "") not in ("", *Severity):
        raise InvalidInput("Comment %(number)s is neither blocker, major nor minor.", number=number)
    if len(words.get("text", "")) > MAX_REMARK:
        raise InvalidInput(
            "Comment %(number)s has more than %(most)s characters.", number=number, most=MAX_REMARK
        )
    return Comment(line=line, **words)


def _malformed(number: int) -> InvalidInput:
    return InvalidInput(
        "Comment %(number)s has a file, a line, a category, a severity and a text.", number=number
    )
