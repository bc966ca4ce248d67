"""Drafts that act out the plot of a query: wholly, or with one thing not as the query asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row, Value
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.draw import Drawer, Profile
from assessor.grading.synthesis.plot import Part, Plot, Spot
from assessor.grading.synthesis.reading import Key
from assessor.grading.synthesis.schema import Column, Schema, Table
from assessor.grading.synthesis.valid import Pack

_BYSTANDER = 0.3
"""Chance that a part has another row beside it that is linked alike and not as asked for."""
_DOUBTFUL = 0.4
"""Chance that a part is there although the query looks for its absence."""


@dataclass(frozen=True)
class Deviation:
    """The one thing of a story that is not as the query asks for."""

    shows: str = ""
    missing: int | None = None
    """A part without a row."""
    twice: int | None = None
    """A part with several rows."""
    miscast: Spot | None = None
    """A column that satisfies other conditions, or is NULL."""
    nothing: Spot | None = None
    """NULL in a column and in all that must be equal to it."""
    broken: Spot | None = None
    """A column that is not equal to what it should be."""
    by_chance: bool = False
    """Any of these, or more than one."""


def deviations(plot: Plot) -> Iterator[Deviation]:
    """None, then each that the plot allows, then chance."""
    yield Deviation("everything is as asked for")
    for number, part in enumerate(plot.parts):
        name = part.table.plain_name
        yield Deviation(f"a row of {name} is missing where all else is as asked for", missing=number)
        yield Deviation(f"several rows of {name} are as asked for", twice=number)
        for column in part.table.columns:
            said, spot = f"{column.name} of {name}", (number, column.name)
            if column.name in part.classes:
                yield Deviation(f"{said} is not as asked for where all else is", miscast=spot)
            if plot.is_linked(spot):
                yield Deviation(f"{said} has no match where all else is as asked for", broken=spot)
                if column.nullable:
                    yield Deviation(f"{said} is NULL where all else is as asked for", nothing=spot)
    yield Deviation(by_chance=True)


@dataclass
class _Scene:
    """What a story is told with."""

    plot: Plot
    draft: Draft
    tiny: dict[Key, list[str]]
    profile: Profile
    deviation: Deviation = field(default_factory=Deviation)
    shared: dict[Spot, Value] = field(default_factory=dict)
    """The values of columns that are equal, by what stands for them."""


class Teller:
    """Makes drafts from plots."""

    def __init__(
        self, schema: Schema, domains: Domains, drawer: Drawer, counts: Sequence[int], rng: Random
    ) -> None:
        self.schema, self.domains, self.drawer, self.rng = schema, domains, drawer, rng
        self.many = [n + step for n in counts for step in (-1, 0, 1) if 0 < n + step <= MAX_ROWS]

    def tell(self, plot: Plot, stories: Sequence[Deviation], profile: Profile) -> list[Pack]:
        """Stories as packs of rows: each is to be kept or dropped as a whole."""
        draft: Draft = {table.name: [] for table in self.schema.tables}
        tiny = self.drawer.tiny(profile)
        found = []
        for deviation in stories:
            before = {name: len(rows) for name, rows in draft.items()}
            self._story(_Scene(plot, draft, tiny, profile, deviation))
            found.append(tuple((name, row) for name, rows in draft.items() for row in rows[before[name] :]))
        return [pack for pack in found if pack]

    def _story(self, scene: _Scene) -> None:
        if scene.deviation.nothing is not None:
            scene.shared[scene.plot.root(scene.deviation.nothing)] = None
        for number, part in enumerate(scene.plot.parts):
            if self._is_absent(scene, number):
                continue
            linked = {each.name for each in part.table.columns if scene.plot.is_linked((number, each.name))}
            for _ in range(self._times(scene, number)):
                row = tuple(self._value(scene, (number, each.name), each) for each in part.table.columns)
                self._add(scene, part.table, row, linked)
            if self.rng.random() < _BYSTANDER:
                self._add(scene, part.table, self._bystander(scene, number), linked)

    def _is_absent(self, scene: _Scene, number: int) -> bool:
        part, deviation = scene.plot.parts[number], scene.deviation
        if deviation.by_chance and self.rng.random() < 0.12:
            return True
        return number == deviation.missing or (part.doubtful and self.rng.random() >= _DOUBTFUL)

    def _times(self, scene: _Scene, number: int) -> int:
        if number == scene.deviation.twice:
            return self.rng.choice((2, 3, *self.many))
        return self.rng.choice((1, 1, 1, 1, 2, *self.rng.sample(self.many, min(1, len(self.many)))))

    def _bystander(self, scene: _Scene, number: int) -> Row:
        """A row that belongs to the same story but does not have what the query asks for, or has NULL there."""
        values: list[Value] = []
        for column in scene.plot.parts[number].table.columns:
            root = scene.plot.root((number, column.name))
            choice = scene.tiny[column.key] or self.domains.pools[column.key].all
            if root in scene.shared and scene.plot.is_linked((number, column.name)):
                values.append(scene.shared[root])
            elif (column.nullable and self.rng.random() < 0.4) or not choice:
                values.append(None)
            else:
                values.append(self.rng.choice(choice))
        return tuple(values)

    def _value(self, scene: _Scene, spot: Spot, column: Column) -> Value:
        root = scene.plot.root(spot)
        by_chance = scene.deviation.by_chance and self.rng.random() < 0.05
        if root in scene.shared and spot != scene.deviation.broken and not by_chance:
            return scene.shared[root]
        value = self._fitting(scene, spot, column)
        if scene.plot.is_linked(spot):
            scene.shared.setdefault(root, value)
        return value

    def _fitting(self, scene: _Scene, spot: Spot, column: Column) -> Value:
        if column.nullable and self.rng.random() < scene.profile.nulls:
            return None
        part: Part = scene.plot.parts[spot[0]]
        classes = part.classes.get(column.name)
        if not classes:
            return self.rng.choice(scene.tiny[column.key] or [None])
        if spot == scene.deviation.miscast or (scene.deviation.by_chance and self.rng.random() < 0.12):
            others = [self.rng.choice(values) for values in classes]
            return self.rng.choice([*others, None] if column.nullable else others)
        inside = [value for value in classes[0] if value is None or value in scene.tiny[column.key]]
        return self.rng.choice(inside or classes[0])

    def _add(self, scene: _Scene, table: Table, row: Row, linked: set[str]) -> None:
        """Add a row unless its key is there; first the rows it refers to, where they are missing."""
        new = self._with_fresh_keys(scene.draft, table, row, linked)
        if new is None or len(scene.draft[table.name]) >= MAX_ROWS:
            return
        for key in table.foreign_keys:
            values = [new[table.position(name)] for name in key.columns]
            target = self.schema.table(key.target)
            places = [target.position(name) for name in key.targets]
            there = [[each[place] for place in places] for each in scene.draft[target.name]]
            if None not in values and values not in there and target.name != table.name:
                parent = list(self.drawer.row(target, scene.draft, scene.tiny, scene.profile))
                for place, value in zip(places, values, strict=True):
                    parent[place] = value
                self._add(scene, target, tuple(parent), set(key.targets))
        scene.draft[table.name].append(new)

    def _with_fresh_keys(self, draft: Draft, table: Table, row: Row, linked: set[str]) -> Row | None:
        """Where a key is taken, another value in a column the plot does not need; None if it needs them all."""
        for key in table.keys:
            places = [table.position(name) for name in key]
            taken = [tuple(each[place] for place in places) for each in draft[table.name]]
            if tuple(row[place] for place in places) not in taken:
                continue
            free = [table.position(name) for name in key if name not in linked]
            if not free:
                return None
            used = {each[free[-1]] or "" for each in draft[table.name]}
            fresh = self.domains.fresh(table.columns[free[-1]], used)
            row = (*row[: free[-1]], fresh, *row[free[-1] + 1 :])
        return row
