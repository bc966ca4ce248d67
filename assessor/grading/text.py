"""What can be said of an answer's text without running it."""

from __future__ import annotations

import re

MAX_CHARACTERS = 100_000

_SPACE = re.compile(r"[\s;]+|--[^\n]*")
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_SELECT_LIKE = frozenset({"select", "with", "values", "table"})


def _after_blanks(text: str) -> int:
    """Where the first thing begins that is neither space, semicolon nor comment."""
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
        elif text.startswith("/*", position):
            position = _comment_end(text, position)
        else:
            break
    return position


def _comment_end(text: str, position: int) -> int:
    """PostgreSQL's block comments nest."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, position):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(text)


def is_blank(text: str) -> bool:
    """Nothing but spaces, semicolons and comments."""
    return _after_blanks(text) >= len(text)


def unreadable(text: str) -> str | None:
    """Why no text of any kind is sent to PostgreSQL like this, or None."""
    if len(text) > MAX_CHARACTERS:
        return f"the answer is longer than {MAX_CHARACTERS:,} characters"
    if "\0" in text:
        return "the answer contains a NUL character"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "the answer contains characters that are not valid Unicode"
    return None


def refusal(text: str) -> str | None:
    """Why this text is not even sent to PostgreSQL as a query, or None."""
    reason = unreadable(text)
    if reason is not None:
        return reason
    if not _is_select_like(text):
        return "the answer must be one SELECT statement (it may begin with WITH)"
    return None


def _is_select_like(text: str) -> bool:
    position = _after_blanks(text)
    while text.startswith("(", position):
        position += 1 + _after_blanks(text[position + 1 :])
    word = re.match(r"[A-Za-z]+", text[position:])
    return word is not None and word.group().lower() in _SELECT_LIKE
