"""Mutants of a script: one small change in its text, also inside the bodies of routines, which are text to PostgreSQL.

A script is not parsed but read word by word: PL/pgSQL, policies and grants have no common grammar. What PostgreSQL
does not accept after a change is no mutant, and the trial finds that out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assessor.grading.mutation.generate import Mutation
from assessor.grading.mutation.model import Mutant
from assessor.grading.mutation.spread import spread

LIMIT = 150
"""Each is applied to a database of its own, and probed until it shows."""

_TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?\*/)|(?P<string>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*")|(?P<dollar>\$\w*\$)
    |(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<sign><=|>=|<>|!=|:=|=>|::|\|\||[-<>=+*/])|(?P<other>\S)""",
    re.DOTALL | re.VERBOSE,
)
_SIGNS = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "=", "!=": "=", "+": "-", "-": "+", "*": "/", "/": "*",
}  # fmt: skip
_WORDS = {
    "and": "OR", "or": "AND", "min": "max", "max": "min", "least": "greatest", "greatest": "least", "asc": "DESC",
    "desc": "ASC", "true": "false", "false": "true", "new": "OLD", "old": "NEW", "before": "AFTER", "after": "BEFORE",
    "stable": "VOLATILE", "immutable": "VOLATILE", "definer": "INVOKER", "invoker": "DEFINER", "left": "INNER",
    "distinct": "", "not": "", "strict": "", "permissive": "RESTRICTIVE", "restrictive": "PERMISSIVE",
    "row": "STATEMENT", "floor": "ceil", "ceil": "floor",
}  # fmt: skip
_FORMATS = {"%I": "%s", "%L": "%s"}
_DROPPED = re.compile(
    r"(?:raise|perform|insert|update|delete|execute|grant|revoke|alter|create (?:trigger|policy))\b",
    re.IGNORECASE,
)
_CLAUSES = {
    "USING": re.compile(r"\busing\s*(?P<part>\()", re.IGNORECASE),
    "WITH CHECK": re.compile(r"\bwith\s+check\s*(?P<part>\()", re.IGNORECASE),
}
_SEARCH_PATH = re.compile(
    r"\bset\s+search_path\s*(?:=|\bto\b)[^\n;]*?(?=\n|;|\bas\b|\blanguage\b)", re.IGNORECASE
)
_GRANTEE = re.compile(r"\bgrant\b[^;]*?\bto\s+(?P<part>\w+)", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?<!end )\b(?:els)?if\s+(?P<part>(?:(?!\bthen\b|;).)+?)\s+then\b", re.IGNORECASE | re.DOTALL
)

_LOCKING = {
    "row lock": re.compile(
        r"\bfor\s+(?:no\s+key\s+update|update|key\s+share|share)\b(?:\s+of\s+\w+)?(?:\s+skip\s+locked|\s+nowait)?",
        re.IGNORECASE,
    ),
    "skip locked": re.compile(r"\b(?:skip\s+locked|nowait)\b", re.IGNORECASE),
    "on conflict": re.compile(r"\bon\s+conflict\b[^;]*?(?=\breturning\b|;)", re.IGNORECASE),
    "lock order": re.compile(
        r"\border\s+by\s+[^;()]*?(?=\blimit\b|\bfor\s+(?:no|update|key|share)\b)", re.IGNORECASE
    ),
}
"""What only a second session notices, where it is left out."""
_LOCKS = re.compile(
    r"(?:perform|select)\s+pg_(?:try_)?advisory_\w+|lock\b|create\s+unique\s+index\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Edit:
    """What a mutant puts in the place of a part of the script."""

    operator: str
    start: int
    end: int
    new: str


Token = tuple[str, "re.Match[str]"]
Operator = Callable[[list[Token], str], Iterator[Edit]]
"""Gives the edits of a script's words, and of its text with blanks for what is no code."""


def mutate_script(text: str, most: int = LIMIT, more: Sequence[Operator] = ()) -> Mutation:
    """The mutants of a script, by `more` operators, too; spread over operators where there are more than `most`."""
    tokens = [(match.lastgroup or "", match) for match in _TOKEN.finditer(text)]
    code = _without(text, [match for kind, match in tokens if kind in ("comment", "string", "quoted")])
    edits = [edit for make in (*_OPERATORS, *more) for edit in make(tokens, code)]
    found: dict[str, Mutant] = {}
    for edit in edits:
        mutant = _mutant(text, edit)
        found.setdefault(mutant.sql, mutant)
    named = _named(list(found.values()))
    return Mutation(text, tuple(spread(named, most, lambda mutant: mutant.operator)), len(named))


def _of_tokens(tokens: list[Token], code: str) -> Iterator[Edit]:
    for kind, match in tokens:
        given = match.group()
        if kind == "sign" and given in _SIGNS:
            yield Edit("sign", match.start(), match.end(), _SIGNS[given])
        elif kind == "word" and given.lower() in _WORDS:
            yield Edit("word", match.start(), match.end(), _WORDS[given.lower()])
        elif kind == "number":
            yield from (Edit("number", match.start(), match.end(), near) for near in _near(given))
        elif kind == "string":
            yield from _in_string(match)


def _near(number: str) -> Iterator[str]:
    if "." not in number:
        yield str(int(number) + 1)
        if int(number) > 0:
            yield str(int(number) - 1)


def _in_string(match: re.Match[str]) -> Iterator[Edit]:
    for place in re.finditer("%[IL]", match.group()):
        start = match.start() + place.start()
        yield Edit("format", start, start + 2, _FORMATS[place.group()])


def _of_statements(tokens: list[Token], code: str) -> Iterator[Edit]:
    return _left_out(tokens, code, _DROPPED, "statement")


def _of_lock_statements(tokens: list[Token], code: str) -> Iterator[Edit]:
    return _left_out(tokens, code, _LOCKS, "lock statement")


def _of_locking(tokens: list[Token], code: str) -> Iterator[Edit]:
    for name, pattern in _LOCKING.items():
        yield from (Edit(name, match.start(), match.end(), "") for match in pattern.finditer(code))


def _left_out(tokens: list[Token], code: str, dropped: re.Pattern[str], operator: str) -> Iterator[Edit]:
    """Leave a statement out; in a body it becomes NULL, which does nothing."""
    start = 0
    depth = 0
    for kind, match in tokens:
        if kind == "dollar":
            depth = 1 - depth
            start = match.end()
        elif kind == "word" and match.group().lower() in ("begin", "then", "else", "loop"):
            start = match.end()
        elif match.group() == ";":
            begins = start + len(code[start:]) - len(code[start:].lstrip())
            if dropped.match(code, begins):
                yield Edit(operator, begins, match.start(), "NULL" if depth else "")
            start = match.end()


def _of_clauses(tokens: list[Token], code: str) -> Iterator[Edit]:
    for name, pattern in _CLAUSES.items():
        for match in pattern.finditer(code):
            end = closing(code, match.start("part"))
            yield Edit(name.lower(), match.start("part"), end, "(true)")
    for match in _SEARCH_PATH.finditer(code):
        yield Edit("search_path", match.start(), match.end(), "")
    for match in _GRANTEE.finditer(code):
        yield Edit("grantee", match.start("part"), match.end("part"), "PUBLIC")
    for match in _CONDITION.finditer(code):
        yield Edit("condition", match.start("part"), match.end("part"), "false")
        yield Edit("condition", match.start("part"), match.end("part"), "true")


def closing(code: str, start: int) -> int:
    """Behind the bracket that closes the one at `start`."""
    depth = 0
    for position in range(start, len(code)):
        depth += {"(": 1, ")": -1}.get(code[position], 0)
        if depth == 0:
            return position + 1
    return len(code)


_OPERATORS: tuple[Operator, ...] = (
    _of_tokens,
    _of_statements,
    _of_clauses,
)
LOCKING: tuple[Operator, ...] = (_of_locking, _of_lock_statements)
"""Operators for scripts whose mistakes only a second session may notice."""


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """The text with blanks in the place of what holds no code."""
    for match in matches:
        text = text[: match.start()] + re.sub(r"[^\n]", " ", match.group()) + text[match.end() :]
    return text


def _mutant(text: str, edit: Edit) -> Mutant:
    line = text.count("\n", 0, edit.start) + 1
    start, end = text.rfind("\n", 0, edit.start) + 1, text.find("\n", edit.end)
    around = " ".join(text[start : end if end >= 0 else len(text)].split())
    old = " ".join(text[edit.start : edit.end].split())
    change = f"{old} became {edit.new or 'nothing'} in {around}"
    return Mutant(edit.operator, line, change, text[: edit.start] + edit.new + text[edit.end :])


def _named(mutants: list[Mutant]) -> list[Mutant]:
    """With a number behind a change that is there before, so that a mark in equivalent.toml names one mutant."""
    seen: dict[tuple[str, str], int] = {}
    named = []
    for one in mutants:
        key = (one.operator, one.change)
        seen[key] = seen.get(key, 0) + 1
        number = f" ({seen[key]})" if seen[key] > 1 else ""
        named.append(Mutant(one.operator, one.line, one.change + number, one.sql))
    return named
