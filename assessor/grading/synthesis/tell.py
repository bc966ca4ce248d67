"""Drafts that act out the plot of a query: some of its stories wholly, some with a part missing or miscast."""

from __future__ import annotations

from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row, Value
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.draw import Drawer, Profile
from assessor.grading.synthesis.plot import Part, Plot, Spot
from assessor.grading.synthesis.reading import Key
from assessor.grading.synthesis.schema import Column, Schema, Table
from assessor.grading.synthesis.valid import Pack

_MISCAST = 0.12
"""Chance that a column satisfies other conditions than those the query asks for most."""
_LEFT_OUT = 0.12
_LEFT_OUT_IF_DOUBTFUL = 0.6
_UNLINKED = 0.04
_BYSTANDER = 0.3


class Teller:
    """Makes drafts from plots."""

    def __init__(
        self, schema: Schema, domains: Domains, drawer: Drawer, counts: list[int], rng: Random
    ) -> None:
        self.schema, self.domains, self.drawer, self.rng = schema, domains, drawer, rng
        self.many = [n + step for n in counts for step in (-1, 0, 1) if 0 < n + step <= MAX_ROWS]

    def tell(self, plot: Plot, stories: int, profile: Profile) -> list[Pack]:
        """Stories as packs of rows: each is to be kept or dropped as a whole."""
        draft: Draft = {table.name: [] for table in self.schema.tables}
        tiny = self.drawer.tiny(profile)
        found = []
        for _ in range(stories):
            before = {name: len(rows) for name, rows in draft.items()}
            self._story(plot, draft, tiny, profile)
            new = [
                (table.name, row)
                for table in self.schema.tables
                for row in draft[table.name][before[table.name] :]
            ]
            found.append(tuple(new))
        return [pack for pack in found if pack]

    def _story(self, plot: Plot, draft: Draft, tiny: dict[Key, list[str]], profile: Profile) -> None:
        faith = self.rng.choice((0.0, 1.0, 1.0, 2.0))
        shared: dict[Spot, Value] = {}
        for number, part in enumerate(plot.parts):
            linked = {column.name for column in part.table.columns if plot.is_linked((number, column.name))}
            left_out = _LEFT_OUT_IF_DOUBTFUL if part.doubtful else _LEFT_OUT * faith
            if self.rng.random() < left_out:
                continue
            for _ in range(self._times()):
                row = tuple(
                    self._value(plot, (number, column.name), part, column, shared, tiny, profile, faith)
                    for column in part.table.columns
                )
                self._add(part.table, row, linked, draft, tiny, profile)
            if self.rng.random() < _BYSTANDER:
                row = self._bystander(plot, number, part, shared, tiny)
                self._add(part.table, row, linked, draft, tiny, profile)

    def _bystander(
        self, plot: Plot, number: int, part: Part, shared: dict[Spot, Value], tiny: dict[Key, list[str]]
    ) -> Row:
        """A row that belongs to the same story but does not have what the query asks for, or has NULL there."""
        values: list[Value] = []
        for column in part.table.columns:
            root = plot.root((number, column.name))
            pool = self.domains.pools[column.key].all
            if root in shared and plot.is_linked((number, column.name)):
                values.append(shared[root])
            elif (column.nullable and self.rng.random() < 0.4) or not pool:
                values.append(None)
            else:
                values.append(self.rng.choice(tiny[column.key] or pool))
        return tuple(values)

    def _times(self) -> int:
        return self.rng.choice((1, 1, 1, 1, 2, *self.rng.sample(self.many, min(1, len(self.many)))))

    def _value(
        self,
        plot: Plot,
        spot: Spot,
        part: Part,
        column: Column,
        shared: dict[Spot, Value],
        tiny: dict[Key, list[str]],
        profile: Profile,
        faith: float,
    ) -> Value:
        root = plot.root(spot)
        if root in shared and self.rng.random() >= _UNLINKED * faith:
            return shared[root]
        value = self._fitting(part, column, tiny, profile, faith)
        if plot.is_linked(spot):
            shared.setdefault(root, value)
        return value

    def _fitting(
        self, part: Part, column: Column, tiny: dict[Key, list[str]], profile: Profile, faith: float
    ) -> Value:
        if column.nullable and self.rng.random() < profile.nulls:
            return None
        classes = part.classes.get(column.name)
        if not classes:
            values = tiny[column.key]
            return self.rng.choice(values) if values else None
        if self.rng.random() < _MISCAST * faith:
            return self.rng.choice(self.rng.choice(classes))
        inside = [value for value in classes[0] if value in tiny[column.key]]
        return self.rng.choice(inside or classes[0])

    def _add(
        self,
        table: Table,
        row: Row,
        linked: set[str],
        draft: Draft,
        tiny: dict[Key, list[str]],
        profile: Profile,
    ) -> None:
        """Add a row unless its key is there; first the rows it refers to, where they are missing."""
        new = self._with_fresh_keys(table, row, linked, draft)
        if new is None or len(draft[table.name]) >= MAX_ROWS:
            return
        for key in table.foreign_keys:
            values = [new[table.position(name)] for name in key.columns]
            target = self.schema.table(key.target)
            places = [target.position(name) for name in key.targets]
            there = [[each[place] for place in places] for each in draft[target.name]]
            if None not in values and values not in there and target.name != table.name:
                parent = list(self.drawer.row(target, draft, tiny, profile))
                for place, value in zip(places, values, strict=True):
                    parent[place] = value
                self._add(target, tuple(parent), set(key.targets), draft, tiny, profile)
        draft[table.name].append(new)

    def _with_fresh_keys(self, table: Table, row: Row, linked: set[str], draft: Draft) -> Row | None:
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
