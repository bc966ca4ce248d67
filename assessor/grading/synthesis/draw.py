"""Random drafts with tiny domains: a profile says how many rows, values, NULLs, copies and strangers there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row, Value
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.near import shifted
from assessor.grading.synthesis.reading import Key
from assessor.grading.synthesis.schema import ORDERED, Column, ForeignKey, Schema, Table


@dataclass(frozen=True)
class Profile:
    """How a draft is drawn; chances are between 0 and 1."""

    rows: tuple[int, int] = (4, 9)
    width: int = 3
    """Different values of a class of columns."""
    literal: float = 0.6
    """Of these, how many are near a literal."""
    nulls: float = 0.0
    copies: float = 0.3
    """Rows that are like an earlier one in all columns but few."""
    steps: float = 0.2
    """Of the changes in a copy, how many are to the next value."""
    fixed: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    """Values of some columns."""
    all_parents: float = 0.0
    """Chance that a row refers to a row of its parent that has none yet."""


def profiles(rng: Random) -> Profile:
    """One of many kinds of data."""
    low = rng.choice((1, 2, 3, 4, 5, 6, 8))
    return Profile(
        rows=(low, min(MAX_ROWS, low + rng.choice((0, 2, 4)))),
        width=rng.choice((2, 2, 3, 3, 4, 6)),
        literal=rng.choice((0.3, 0.6, 0.9, 1.0)),
        nulls=rng.choice((0.0, 0.0, 0.1, 0.3)),
        copies=rng.choice((0.0, 0.3, 0.6)),
        steps=rng.choice((0.1, 0.5)),
        all_parents=rng.choice((0.0, 0.5)),
    )


class Drawer:
    """Draws drafts; everything random comes from the generator given."""

    def __init__(self, schema: Schema, domains: Domains, rng: Random) -> None:
        self.schema, self.domains, self.rng = schema, domains, rng

    def draft(self, profile: Profile) -> Draft:
        """Rows for every table, those referred to first."""
        tiny = self.tiny(profile)
        drawn: Draft = {}
        for table in self.schema.tables:
            drawn[table.name] = []
            for _ in range(self.rng.randint(*profile.rows)):
                drawn[table.name].append(self.row(table, drawn, tiny, profile))
        return drawn

    def tiny(self, profile: Profile) -> dict[Key, list[str]]:
        """A few values for every column; columns of a class get the same where they may have them."""
        chosen: dict[Key, list[str]] = {}
        for column in self.schema.columns:
            first = self.domains.classes[column.key]
            pool = self.domains.pools[column.key]
            if first not in chosen:
                chosen[first] = self._choose(pool.likely, pool.plain, profile)
            own = [value for value in chosen[first] if value in set(pool.all)]
            chosen[column.key] = (
                list(profile.fixed.get(column.key, ()))
                or own
                or self._choose(pool.likely, pool.plain, profile)
            )
        return chosen

    def _choose(self, likely: list[str], plain: list[str], profile: Profile) -> list[str]:
        wanted = sum(self.rng.random() < profile.literal for _ in range(profile.width))
        chosen = self.rng.sample(likely, min(wanted, len(likely)))
        rest = [value for value in (*plain, *likely) if value not in chosen]
        # Early plain values are the ordinary ones: they are drawn more often.
        while len(chosen) < profile.width and rest:
            index = min(self.rng.randrange(len(rest)), self.rng.randrange(len(rest)))
            chosen.append(rest.pop(index))
        return chosen

    def row(self, table: Table, drawn: Draft, tiny: dict[Key, list[str]], profile: Profile) -> Row:
        """A row of its own, or one like an earlier row."""
        before = drawn[table.name]
        if before and self.rng.random() < profile.copies:
            return self.like(table, self.rng.choice(before), drawn, tiny, profile)
        row = tuple(self._value(table, column, before, tiny, profile) for column in table.columns)
        return self._referring(table, row, drawn, profile)

    def _value(
        self, table: Table, column: Column, before: list[Row], tiny: dict[Key, list[str]], profile: Profile
    ) -> Value:
        if column.nullable and self.rng.random() < profile.nulls:
            return None
        values = tiny[column.key]
        if (column.name,) in table.keys:
            taken = {row[table.position(column.name)] or "" for row in before}
            free = [value for value in values if value not in taken]
            return self.rng.choice(free) if free else self.domains.fresh(column, taken)
        return self.rng.choice(values) if values else None

    def like(self, table: Table, row: Row, drawn: Draft, tiny: dict[Key, list[str]], profile: Profile) -> Row:
        """A copy with one or two columns changed, those of a key among them."""
        values = list(row)
        changed = {self.rng.randrange(len(values)) for _ in range(self.rng.choice((0, 1, 1, 2)))}
        for key in table.keys:
            if not changed & {table.position(name) for name in key}:
                changed.add(table.position(self.rng.choice(key)))
        for position in sorted(changed):
            values[position] = self._changed(table, position, values[position], drawn, tiny, profile)
        new = tuple(values)
        keys = [key for key in table.foreign_keys if changed & {table.position(name) for name in key.columns}]
        return self._referring(table, new, drawn, profile, keys)

    def _changed(
        self,
        table: Table,
        position: int,
        value: Value,
        drawn: Draft,
        tiny: dict[Key, list[str]],
        profile: Profile,
    ) -> Value:
        column = table.columns[position]
        if value is not None and column.family in ORDERED and self.rng.random() < profile.steps:
            return shifted(column.family, value, self.rng.choice((1, 1, 1, -1, 2))) or value
        return self._value(table, column, drawn[table.name], tiny, profile)

    def _referring(
        self,
        table: Table,
        row: Row,
        drawn: Draft,
        profile: Profile,
        keys: list[ForeignKey] | None = None,
    ) -> Row:
        """The row with its foreign keys taken from rows that are there."""
        values = list(row)
        for key in table.foreign_keys if keys is None else keys:
            own = [table.position(name) for name in key.columns]
            if any(values[position] is None for position in own):
                continue
            for position, value in zip(own, self._target(table, key, drawn, values, profile), strict=True):
                values[position] = value
        return tuple(values)

    def _target(
        self, table: Table, key: ForeignKey, drawn: Draft, values: list[Value], profile: Profile
    ) -> list[Value]:
        own = [table.position(name) for name in key.columns]
        target = self.schema.table(key.target)
        places = [target.position(name) for name in key.targets]
        there = [[row[place] for place in places] for row in drawn.get(key.target, ())]
        there = [each for each in there if None not in each]
        now = [values[position] for position in own]
        if now in there:
            return now
        used = [[row[position] for position in own] for row in drawn[table.name]]
        unused = [each for each in there if each not in used]
        if unused and self.rng.random() < profile.all_parents:
            return self.rng.choice(unused)
        if there:
            return self.rng.choice(there)
        nullable = all(table.columns[position].nullable for position in own)
        return [None] * len(own) if nullable else now
