"""The text of a change set: steps and ways back, begun by comment lines, each with its statements.

SET lock_timeout = '2s';                   in force in every step
-- step: add column                        a session of its own, begun again when it was cut off
-- step: fill (repeat)                     its one statement, until it changes no row
-- release                                 from here on the new version works beside the old one
-- retire                                  from here on the new version works alone
-- down: add column                        undoes that step
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_STATEMENTS = 80

_TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*)|(?P<block>/\*.*?\*/)|(?P<string>\b[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*")|(?P<dollar>(?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag))|(?P<open>'|"|/\*|\$(?:[A-Za-z_]\w*)?\$)
    |(?P<end>;)|(?P<word>\w+)|(?P<other>\S)""",
    re.DOTALL | re.VERBOSE,
)
_MARK = re.compile(
    r"--\s*(?:(?P<kind>step|down)\s*:\s*(?P<name>[^()\n]*?)\s*(?P<repeat>\(\s*repeat\s*\))?|(?P<turn>release|retire))\s*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:begin|start\s+transaction)\b", re.IGNORECASE)
_ENDS = re.compile(r"(?:commit|end|rollback|abort)\b(?!\s+(?:and|to|prepared)\b)", re.IGNORECASE)
_SETS = re.compile(r"set\b(?!\s+(?:local|role|session\s+auth|constraints)\b)", re.IGNORECASE)


class Unreadable(Exception):
    """The text is no change set; the message says what to do, with the line, and may be shown to a candidate."""


@dataclass(frozen=True)
class Statement:
    """One statement, and the line on which it begins, from 1."""

    text: str
    line: int

    @property
    def begins(self) -> bool:
        """Whether it opens a transaction."""
        return _BEGINS.match(self.text) is not None

    @property
    def ends(self) -> bool:
        """Whether it ends one."""
        return _ENDS.match(self.text) is not None


@dataclass(frozen=True)
class Step:
    """Statements of one session."""

    name: str
    line: int
    statements: tuple[Statement, ...]
    repeat: bool = False


@dataclass(frozen=True)
class ChangeSet:
    """What an answer says is to be done, in this order."""

    settings: tuple[Statement, ...]
    """SET statements at the start of every session."""
    steps: tuple[Step, ...]
    downs: tuple[Step, ...]
    """The ways back by the names of their steps, in the order in which they are to be gone."""
    release: int
    """So many steps come before the new version."""
    retire: int
    """So many steps come before the old version goes."""


@dataclass
class _Part:
    kind: str
    name: str
    line: int
    repeat: bool
    statements: list[Statement]


def read_change_set(text: str) -> ChangeSet:
    """The change set that a text says. Raises Unreadable."""
    head = _Part("head", "", 1, False, [])
    parts, turns = [head], {}
    for found in _pieces(text):
        if isinstance(found, Statement):
            parts[-1].statements.append(found)
        elif found[0].group("turn"):
            turn = found[0].group("turn").lower()
            _once(turn in turns, f"-- {turn}", found[1])
            turns[turn] = (sum(part.kind == "step" for part in parts), found[1])
            parts.append(_Part(turn, "", found[1], False, []))
        else:
            parts.append(_part(*found))
    for part in parts:
        _check(part)
    return _assembled(head, parts, turns)


def _assembled(head: _Part, parts: list[_Part], turns: dict[str, tuple[int, int]]) -> ChangeSet:
    steps, downs = (_named([part for part in parts if part.kind == kind], kind) for kind in ("step", "down"))
    if not steps:
        raise Unreadable('there is no step: begin the first one with a line "-- step: its name"')
    names = [step.name for step in steps]
    for down in downs:
        if down.name not in names:
            raise Unreadable(f'line {down.line}: there is no step "{down.name}" to go back from')
    release, line = turns.get("release", (len(steps), 0))
    retire, line = turns.get("retire", (len(steps) + 1, line))
    if retire < release:
        raise Unreadable(f"line {line}: the old version cannot retire before the new one is released")
    if sum(len(part.statements) for part in parts) > MOST_STATEMENTS:
        raise Unreadable(f"it has more than {MOST_STATEMENTS} statements")
    back = sorted(downs, key=lambda down: -names.index(down.name))
    return ChangeSet(tuple(head.statements), steps, tuple(back), release, retire)


def _named(parts: list[_Part], kind: str) -> tuple[Step, ...]:
    seen: set[str] = set()
    for part in parts:
        _once(part.name in seen, f'-- {kind}: "{part.name}"', part.line)
        seen.add(part.name)
    return tuple(Step(part.name, part.line, tuple(part.statements), part.repeat) for part in parts)


def _once(again: bool, what: str, line: int) -> None:
    if again:
        raise Unreadable(f"line {line}: {what} is there twice")


def _part(mark: re.Match[str], line: int) -> _Part:
    kind, name = mark.group("kind").lower(), mark.group("name")
    if not name:
        raise Unreadable(f"line {line}: the {kind} has no name")
    return _Part(kind, name, line, bool(mark.group("repeat")), [])


def _check(part: _Part) -> None:
    """Raise Unreadable where the statements of a part are not what it may have."""
    if part.kind == "head":
        for statement in part.statements:
            if not _SETS.match(statement.text):
                raise Unreadable(
                    f'line {statement.line}: only SET may stand before the first "-- step: name"'
                )
        return
    if part.kind in ("release", "retire"):
        if part.statements:
            raise Unreadable(
                f'line {part.statements[0].line}: a "-- step: name" is missing after -- {part.kind}'
            )
        return
    what = f'line {part.line}: {part.kind} "{part.name}"'
    if not part.statements:
        raise Unreadable(f"{what} has no statement")
    if part.repeat and len(part.statements) > 1:
        raise Unreadable(f"{what} is repeated and may have one statement, and it has {len(part.statements)}")
    is_open = False
    for statement in part.statements:
        is_open = statement.begins or (is_open and not statement.ends)
    if is_open:
        raise Unreadable(f"{what} leaves a transaction open: COMMIT is missing")


def _pieces(text: str) -> Iterator[Statement | tuple[re.Match[str], int]]:
    """Statements and marks as they come."""
    start: int | None = None
    stop = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup if token.lastgroup != "tag" else "dollar"
        mark = _MARK.match(token.group()) if kind == "comment" else None
        if kind == "open":
            raise Unreadable(f"line {_line(text, token.start())}: {token.group()} is not closed")
        if (mark or kind == "end") and start is not None:
            yield Statement(text[start:stop].strip(), _line(text, start))
            start = None
        if mark:
            yield mark, _line(text, token.start())
        elif kind not in ("comment", "block", "end"):
            start, stop = token.start() if start is None else start, token.end()
    if start is not None:
        yield Statement(text[start:stop].strip(), _line(text, start))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
