"""Which values each column may get: those near the literals it is compared with, and a few plain ones.

Columns that are compared with each other share their values, so that joins, ties and gaps happen by themselves.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from assessor.grading.synthesis.dataset import literal, quoted
from assessor.grading.synthesis.near import around_pattern, midnights, near, shifted
from assessor.grading.synthesis.reading import Hints, Key
from assessor.grading.synthesis.schema import ORDERED, Column, Schema
from assessor.grading.synthesis.server import Scratch

_DAYS = ["2020-03-01", "2020-02-29", "2020-03-02", "2019-12-31", "2020-01-01", "2021-03-01", "2021-01-01"]
_PLAIN = {
    "integer": ["1", "2", "3", "4", "5", "6", "0", "7", "100", "-1"],
    "numeric": ["1", "2", "3", "0.5", "10", "2.25", "0", "7", "0.005", "-1"],
    "float": ["1", "2", "3", "0.5", "10", "0", "-1"],
    "text": ["a", "b", "c", "d", "A", "", "ab", "10", "9"],
    "bool": ["true", "false"],
    "date": _DAYS,
    "timestamp": [*(f"{day} 00:00:00" for day in _DAYS), "2020-03-01 23:59:59", "2020-03-01 12:00:00"],
    "timestamptz": [
        *(f"{day} 00:00:00+00" for day in _DAYS),
        "2020-03-01 23:30:00+00",
        "2020-03-01 12:00:00+00",
    ],
    "time": ["00:00:00", "12:00:00", "23:59:59", "09:30:00"],
    "interval": ["0", "1 day", "1 hour", "30 days", "1 month", "-1 day"],
    "uuid": [f"00000000-0000-0000-0000-00000000000{n}" for n in range(1, 8)],
    "json": ["{}", "[]", "null", '{"a": 1}', '{"a": null}', "[1, 2]", '"a"'],
    "bytea": ["\\x00", "\\x01", "\\x"],
    "other": ["1", "a", "127.0.0.1", "(1,2)"],
}


@dataclass
class Pool:
    """Values of one class of columns."""

    likely: list[str]
    """Near a literal."""
    plain: list[str]

    @property
    def all(self) -> list[str]:
        """Every value once."""
        return list(dict.fromkeys([*self.likely, *self.plain]))


@dataclass
class Domains:
    """The pool of every column, and the classes of columns that share one."""

    pools: dict[Key, Pool]
    classes: dict[Key, Key]
    """The first column of its class, by column."""

    def fresh(self, column: Column, taken: set[str]) -> str | None:
        """A value of the column that is not taken."""
        pool = self.pools[column.key].all
        return next((value for value in (*pool, *_endless(column, pool)) if value not in taken), None)


def build(schema: Schema, hints: Hints, scratch: Scratch) -> Domains:
    """Pools from hints, with only such values as PostgreSQL takes for the column."""
    classes = _classes(schema, hints)
    members: dict[Key, list[Column]] = defaultdict(list)
    for column in schema.columns:
        members[classes[column.key]].append(column)
    proposed = {
        column.key: Pool(_likely(column, members[classes[column.key]], hints), _plain(column))
        for column in schema.columns
    }
    return Domains(_possible(schema, proposed, scratch), classes)


def _classes(schema: Schema, hints: Hints) -> dict[Key, Key]:
    """Columns linked by foreign keys, comparisons, or the same name with the same family."""
    parent = {column.key: column.key for column in schema.columns}
    family = {column.key: column.family for column in schema.columns}

    def root(key: Key) -> Key:
        while parent[key] != key:
            key = parent[key]
        return key

    for left, right in _links(schema, hints):
        if family[left] == family[right]:
            parent[root(right)] = root(left)
    return {column.key: root(column.key) for column in schema.columns}


def _links(schema: Schema, hints: Hints) -> list[tuple[Key, Key]]:
    links = [
        ((table.name, own), (key.target, other))
        for table in schema.tables
        for key in table.foreign_keys
        for own, other in zip(key.columns, key.targets, strict=True)
    ]
    named = [
        (one.key, two.key)
        for one in schema.columns
        for two in schema.columns
        if one.name == two.name and one.table < two.table and one.name not in {"id", "name"}
    ]
    return links + hints.same + named


def _plain(column: Column) -> list[str]:
    if column.family == "enum":
        return list(column.labels)
    if column.family == "array":
        items = _PLAIN.get(column.element, _PLAIN["other"])
        return [
            f"{{{a}}}" for a in ("", items[0], f"{items[0]},{items[1]}", f"{items[1]},{items[0]}", "NULL")
        ]
    if column.family in {"range", "multirange"}:
        return _ranges(column, _PLAIN.get(column.element, _PLAIN["other"]))
    return list(_PLAIN.get(column.family, _PLAIN["other"]))


def _ranges(column: Column, bounds: Sequence[str]) -> list[str]:
    low, middle, high = (f'"{bound}"' for bound in _sorted(column.element, bounds)[:3])
    found = [
        f"[{low},{high})",
        f"[{low},{middle})",
        f"[{middle},{high}]",
        "empty",
        f"[{middle},)",
        f"(,{middle})",
    ]
    found += [f"[{low},{low}]", f"({low},{high}]"]
    return (
        found if column.family == "range" else ["{}", *(f"{{{each}}}" for each in found if each != "empty")]
    )


def _sorted(family: str, values: Sequence[str]) -> list[str]:
    return sorted(values, key=float) if family in _NUMBERS else sorted(values)


_NUMBERS = {"integer", "numeric", "float"}


def _likely(column: Column, members: Sequence[Column], hints: Hints) -> list[str]:
    """Values near the literals beside any column of the class; else near those beside no column at all."""
    texts = [text for member in members for text in hints.literals.get(member.key, ())]
    found = [value for text in texts for value in near(column.family, text)]
    found += [
        value
        for member in members
        for text in hints.patterns.get(member.key, ())
        for value in around_pattern(text)
    ]
    if column.family in {"date", "timestamp", "timestamptz"}:
        found += _months(column, texts)
        found += _spans(column, texts, found)
    if column.family == "timestamptz":
        found += [value for zone in hints.zones for value in midnights(zone, [*found[:2], _DAYS[0]])]
    if column.family == "json":
        found += _objects(hints, column)
    if column.family in {"array", "range", "multirange"}:
        found += _composed(column, hints)
    return list(dict.fromkeys(found))


def _months(column: Column, texts: Sequence[str]) -> list[str]:
    """A number of a month beside a date: the month in the years named, and in the years after them."""
    months = [int(text) for text in texts if text.isdigit() and 1 <= int(text) <= 12]
    years = [int(text) for text in texts if text.isdigit() and 1900 <= int(text) <= 2100] or [2020]
    return [
        value
        for year in dict.fromkeys(years)
        for month in dict.fromkeys(months)
        for each in (year, year + 1)
        for value in near(column.family, f"{each}-{month:02}")[:4]
    ]


def _spans(column: Column, texts: Sequence[str], found: Sequence[str]) -> list[str]:
    """A number of days beside a date: moments that far apart, and one day less and more."""
    anchors = [*found[:2], *near(column.family, _DAYS[0])[:1]]
    days = [int(text.split()[0]) for text in texts if text.split()[:1] and text.split()[0].isdigit()]
    steps = [sign * (n + off) for n in days if 0 < n < 400 for off in (0, -1, 1) for sign in (1, -1)]
    moved = [shifted(column.family, anchor, step) for anchor in anchors for step in steps]
    return [value for value in moved if value is not None]


def _objects(hints: Hints, column: Column) -> list[str]:
    names = list(dict.fromkeys(hints.members.get(column.key, ())))
    values = [*_parsed(hints.literals.get(column.key, ()) or hints.loose[:4]), 1, None, "a"]
    found = [json.dumps({name: value}) for name in names for value in values]
    return found + [json.dumps(dict.fromkeys(names, value)) for value in values[:3] if len(names) > 1]


def _parsed(texts: Sequence[str]) -> list[object]:
    found: list[object] = []
    for text in texts:
        try:
            found.append(json.loads(text))
        except ValueError:
            found.append(text)
    return found


def _composed(column: Column, hints: Hints) -> list[str]:
    """Arrays and ranges of the literals."""
    texts = hints.literals.get(column.key, ()) or hints.loose
    parts = list(dict.fromkeys(value for text in texts for value in near(column.element, text)))[:6]
    if column.family != "array":
        return _ranges(column, parts) if len(parts) >= 3 else []
    items = [json.dumps(part) for part in parts]
    return [f"{{{item}}}" for item in items] + [f"{{{one},{two}}}" for one, two in pairwise(items)]


def _possible(schema: Schema, proposed: dict[Key, Pool], scratch: Scratch) -> dict[Key, Pool]:
    """Only values that fit the type and the checks of their column; asked of PostgreSQL all at once."""
    asked = [(column, value) for column in schema.columns for value in proposed[column.key].all]
    told = scratch.possible([_question(column, value) for column, value in asked])
    fits = {(column.key, value) for (column, value), yes in zip(asked, told, strict=True) if yes}
    return {
        key: Pool(
            [value for value in pool.likely if (key, value) in fits],
            [value for value in pool.plain if (key, value) in fits],
        )
        for key, pool in proposed.items()
    }


def _question(column: Column, value: str) -> str:
    conditions = " AND ".join(f"(({check}) IS NOT FALSE)" for check in column.checks) or "true"
    if column.length is not None and len(value) > column.length:
        return "SELECT false"  # a cast would cut it
    return f"SELECT {conditions} FROM (SELECT {literal(value)}::{column.type} AS {quoted(column.name)}) AS t"  # noqa: S608 - all is quoted


def _endless(column: Column, pool: Sequence[str]) -> list[str]:
    """More values than the pool has, for keys."""
    if column.family in ORDERED:
        start = next((value for value in pool if shifted(column.family, value, 1) is not None), None)
        moved = (shifted(column.family, start, n) for n in range(8, 60)) if start is not None else ()
        return [value for value in moved if value is not None]
    if column.family == "text":
        return [f"k{n}" for n, _ in zip(count(1), range(40), strict=False)]
    if column.family == "uuid":
        return [f"00000000-0000-0000-0000-0000000000{n}" for n in range(10, 50)]
    return []
