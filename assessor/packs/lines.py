"""Where in a TOML text a key stands. tomllib gives values but no positions, and authors need the line."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")


class _Scanner:
    """Walks a text that tomllib has accepted, so that it needs to know positions only and no errors."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self._skip():
            if self._takes("[["):
                table = self._next_in_array(self._resolved(self._keys()))
                self._takes("]]")
            elif self._takes("["):
                table = self._resolved(self._keys())
                self._mark(table)
                self._takes("]")
            else:
                self._pair(table)

    def _pair(self, table: Path) -> None:
        self._skip()
        start = self.at
        path = (*table, *self._keys())
        self._mark(path, start)
        self._takes("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        if self._takes("["):
            self._array(path)
        elif self._takes("{"):
            while self._more("}"):
                self._pair(path)
        elif (found := _STRING.match(self.text, self.at)) or (found := _SCALAR.match(self.text, self.at)):
            self.at = found.end()

    def _array(self, path: Path) -> None:
        index = 0
        while self._more("]"):
            self._mark((*path, index))
            self._value((*path, index))
            index += 1

    def _more(self, end: str) -> bool:
        """Past commas; False, and past the end, when an array or inline table is over."""
        self._takes(",")
        return not self._takes(end)

    def _keys(self) -> Path:
        keys: list[str] = []
        while not keys or self._takes("."):
            self._skip()
            found = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            if found is None:
                break
            keys.append(found.group().strip("\"'"))
            self.at = found.end()
        return tuple(keys)

    def _resolved(self, path: Path) -> Path:
        """[a.b] under [[a]] belongs to the last element of a."""
        done: Path = ()
        for number, key in enumerate(path):
            done = (*done, key)
            if number < len(path) - 1 and done in self._counts:
                done = (*done, self._counts[done] - 1)
        return done

    def _next_in_array(self, path: Path) -> Path:
        index = self._counts.get(path, 0)
        self._counts[path] = index + 1
        self._mark(path)
        self._mark((*path, index))
        return (*path, index)

    def _mark(self, path: Path, start: int | None = None) -> None:
        position = self.at if start is None else start
        self.lines.setdefault(path, self.text.count("\n", 0, position) + 1)

    def _skip(self) -> bool:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _takes(self, token: str) -> bool:
        self._skip()
        if self.text.startswith(token, self.at):
            self.at += len(token)
            return True
        return False


def key_lines(text: str) -> Mapping[Path, int]:
    """The line of every key and array element of a valid TOML text, by its path."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of the path or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)
