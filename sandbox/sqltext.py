"""Where statements begin in a text of SQL: just enough to name the line of a failing one."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      --[^\n]*                                   # comment to the end of the line
    | /\*.*?(?:\*/|\Z)                           # block comment (not nested: good enough to find a line)
    | \$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)     # dollar-quoted string
    | \b[eE]'(?:\\.|''|[^'\\])*(?:'|\Z)          # string with backslash escapes
    | '(?:''|[^'])*(?:'|\Z)                      # string
    | "(?:""|[^"])*(?:"|\Z)                      # quoted name
    | ;
    | \w+ | [^\s\w]                              # anything else that is not space
    """,
    re.VERBOSE | re.DOTALL,
)


def statement_starts(text: str) -> list[int]:
    """The offsets at which the statements of `text` begin (0-based), leading comments skipped."""
    return [start for start, _ in statement_spans(text)]


def statement_spans(text: str) -> list[tuple[int, int]]:
    """Where each statement begins, leading comments skipped, and where it ends, with its semicolon if it has one."""
    spans: list[tuple[int, int]] = []
    inside = False
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word.startswith(("--", "/*")):
            continue
        if inside:
            spans[-1] = (spans[-1][0], token.end())
        elif word != ";":
            spans.append(token.span())
        inside = word != ";" and bool(spans)
    return spans


def statements(text: str) -> list[tuple[int, str]]:
    """The statements of `text` with their offsets (0-based); what follows the last one belongs to it."""
    starts = statement_starts(text)
    ends = [*starts, len(text)][1:]
    return [(start, text[start:end].strip()) for start, end in zip(starts, ends, strict=True)]


def line_at(text: str, offset: int) -> int:
    """The 1-based line of a 0-based offset."""
    return text.count("\n", 0, offset) + 1
