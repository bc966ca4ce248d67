"""What a tuning script says: statements that change no row and no rule of the tables, and new texts of marked reads.

Each statement is sent alone, as one of the extended protocol: what looks like one and hides a second is refused by
PostgreSQL. So it is enough to know a statement by its first words, and ALTER by the whole of its text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from assessor.grading.session import Ended, Stopped
from assessor.grading.text import unreadable
from sandbox.sqltext import line_at, statement_spans

_MARK = re.compile(r"^[ \t]*--[ \t]*statement:[ \t]*(\S+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
_ALLOWED = re.compile(
    r"(create\s+(unique\s+)?index|drop\s+index|reindex|create\s+statistics|drop\s+statistics|analyze|analyse|vacuum"
    r"|cluster)\b",
    re.IGNORECASE,
)
_NAME = r'(?:\w+|"[^"]+")(?:\.(?:\w+|"[^"]+"))?'
_OPTIONS = r"(?:set\s*\([\w\s.=,'%-]*\)|reset\s*\([\w\s.,]*\))"
_COLUMN = rf"alter\s+(?:column\s+)?{_NAME}\s+(?:set\s+statistics\s+(?:-?\d+|default)|{_OPTIONS})"
_ACTION = rf"(?:{_OPTIONS}|{_COLUMN}|cluster\s+on\s+{_NAME}|set\s+without\s+cluster)"
_ALTER = re.compile(
    rf"(?:alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?{_NAME}\s+{_ACTION}(?:\s*,\s*{_ACTION})*"
    rf"|alter\s+index\s+(?:if\s+exists\s+)?{_NAME}\s+(?:{_OPTIONS}|{_COLUMN}|rename\s+to\s+{_NAME})"
    rf"|alter\s+statistics\s+(?:if\s+exists\s+)?{_NAME}\s+set\s+statistics\s+(?:-?\d+|default))\s*;?",
    re.IGNORECASE,
)
ALLOWED = (
    "CREATE, ALTER, DROP INDEX and STATISTICS, ALTER TABLE ... SET (...) and ALTER COLUMN ... SET STATISTICS or (...),"
    " ANALYZE, VACUUM, CLUSTER and REINDEX"
)


@dataclass(frozen=True)
class Tuning:
    """A script, taken apart."""

    changes: tuple[str, ...]
    """Statements, in order."""
    rewritten: Mapping[str, str]
    """New texts by the names of the workload's statements."""

    def without_each(self) -> Iterator[tuple[str, Tuning]]:
        """What is left out, and the script without it."""
        for number, change in enumerate(self.changes):
            yield change, replace(self, changes=self.changes[:number] + self.changes[number + 1 :])
        for name in self.rewritten:
            left = {other: text for other, text in self.rewritten.items() if other != name}
            yield f"the new text of {name}", replace(self, rewritten=left)

    def script(self) -> str:
        """The script, put together again."""
        marked = (f"-- statement: {name}\n{text}" for name, text in self.rewritten.items())
        return "\n".join(f"{each.rstrip(';')};" for each in (*self.changes, *marked))


def read_script(text: str, rewritable: Collection[str]) -> Tuning:
    """Take a script apart. Raises Stopped(REFUSED), naming the line of what is not allowed."""
    reason = unreadable(text)
    if reason:
        raise Stopped(Ended.REFUSED, reason)
    changes: list[str] = []
    rewritten: dict[str, str] = {}
    before = 0
    for start, end in statement_spans(text):
        marks, one = _MARK.findall(text[before:start]), text[start:end]
        before = end
        if marks:
            _require_rewritable(marks[-1], rewritable, rewritten, line_at(text, start))
            rewritten[marks[-1]] = one
        else:
            _require_allowed(one, line_at(text, start))
            changes.append(one)
    return Tuning(tuple(changes), rewritten)


def _require_rewritable(
    name: str, rewritable: Collection[str], rewritten: Mapping[str, str], line: int
) -> None:
    if name not in rewritable:
        known = ", ".join(rewritable) or "none"
        raise Stopped(
            Ended.REFUSED, f'line {line}: no statement "{name}" may be rewritten; these may: {known}'
        )
    if name in rewritten:
        raise Stopped(Ended.REFUSED, f'line {line}: statement "{name}" is rewritten twice')


def _require_allowed(one: str, line: int) -> None:
    if _ALLOWED.match(one) or _ALTER.fullmatch(one):
        return
    words = " ".join(one.split()[:3])
    raise Stopped(Ended.REFUSED, f'line {line}: "{words} ..." is not allowed here; allowed are {ALLOWED}')
