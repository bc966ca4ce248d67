"""A row once more with all that refers to it: another customer who bought what the first one bought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row
from assessor.grading.synthesis.edits import FAR, Edit, put, rekeyed
from assessor.grading.synthesis.schema import ForeignKey, Schema, Table

_TIMES = (1, 1, 2, 3)
_ALONE = 0.5
"""Chance that other rows of the tables make room: a dozen rows hold few families."""
_LESS = 0.5
"""Chance that the copy lacks one of the rows that refer to it."""


def origins(schema: Schema) -> list[Table]:
    """Tables that another table refers to."""
    targets = {
        key.target for table in schema.tables for key in table.foreign_keys if key.target != table.name
    }
    return [table for table in schema.tables if table.name in targets]


def again(table: Table, schema: Schema) -> Edit:
    """One row of a table once more or several times under other keys, each time with all that refers to it or all but
    one row; beside the others of its kind, or in their place."""

    def edit(draft: Draft, rng: Random) -> Draft:
        if not draft[table.name]:
            return draft
        row, first = rng.choice(draft[table.name]), FAR + rng.randrange(FAR)
        families = [
            _family(schema, draft, table, row, first + FAR * n, rng) for n in range(rng.choice(_TIMES))
        ]
        copies = [copy for family in families for copy in family.copies]
        own, alone = families[0].originals, rng.random() < _ALONE
        kinds = {name for name, _ in own}
        kept = {
            name: [each for each in rows if not alone or name not in kinds or (name, each) in own]
            for name, rows in draft.items()
        }
        added = {name: [copy for owner, copy in copies if owner == name] for name in draft}
        return {name: [*rows, *added[name]][:MAX_ROWS] for name, rows in kept.items()}

    return edit


def _family(schema: Schema, draft: Draft, table: Table, row: Row, step: int, rng: Random) -> _Family:
    family = _Family(schema, draft, step)
    family.add(table, row, row)
    if len(family.copies) > 1 and rng.random() < _LESS:
        family.copies.pop(rng.randrange(1, len(family.copies)))
    return family


@dataclass
class _Family:
    """The copies of a row and of what refers to it, those referred to first."""

    schema: Schema
    draft: Draft
    step: int
    """Between a key and that of its copy."""
    copies: list[tuple[str, Row]] = field(default_factory=list)
    originals: set[tuple[str, Row]] = field(default_factory=set)

    def add(self, table: Table, row: Row, copy: Row) -> None:
        """Copy a row, which already refers to copies, and what refers to it."""
        self.originals.add((table.name, row))
        copy = rekeyed(table, copy, self.step)
        self.copies.append((table.name, copy))
        for child, key in self._references(table):
            targets = [table.position(name) for name in key.targets]
            places = [child.position(name) for name in key.columns]
            for other in self.draft[child.name]:
                if (child.name, other) in self.originals or [other[n] for n in places] != [
                    row[n] for n in targets
                ]:
                    continue
                moved = other
                for place, target in zip(places, targets, strict=True):
                    moved = put(moved, place, copy[target])
                self.add(child, other, moved)

    def _references(self, table: Table) -> Iterator[tuple[Table, ForeignKey]]:
        for child in self.schema.tables:
            for key in child.foreign_keys:
                if key.target == table.name and child.name != table.name:
                    yield child, key
