"""From a draft to the part of it that PostgreSQL and the invariants allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row, Value
from assessor.grading.synthesis.schema import Schema, Table
from assessor.grading.synthesis.server import Scratch

Entry = tuple[str, Row]
Pack = tuple[Entry, ...]
"""Rows, each with its table, that are added together or not at all."""


def settle(scratch: Scratch, draft: Draft, grouped: bool) -> Draft | None:
    """The draft, or as many of its rows as are valid together; None when not even no rows are.

    Rows are tried one by one; `grouped` tries what is left once more in groups of rows that are alike, for
    invariants that only several rows together satisfy.
    """
    if scratch.load(draft):
        return draft
    kept, failed = _added(scratch, (), [(entry,) for entry in entries(scratch.schema, draft)])
    for groups in _groupings(scratch.schema, failed) if grouped else ():
        if any(len(group) > 1 for group in groups):
            kept, _ = _added(scratch, kept, groups)
            failed = [entry for entry in failed if entry not in kept]
    return _whole(scratch, kept)


def settle_packs(scratch: Scratch, packs: Sequence[Pack]) -> Draft | None:
    """As many packs as are valid together, and of the others the rows that are."""
    whole: Draft = {table.name: [] for table in scratch.schema.tables}
    for name, row in (entry for pack in packs for entry in pack):
        whole[name].append(row)
    if scratch.load(whole):
        return whole
    kept, failed = _added(scratch, (), packs)
    kept, _ = _added(scratch, kept, [(entry,) for entry in failed])
    return _whole(scratch, kept)


def topped_up(scratch: Scratch, draft: Draft, packs: Iterable[Pack]) -> Draft | None:
    """The valid draft with those packs that there is room for and that are valid with it."""
    room = {table.name: MAX_ROWS - len(draft.get(table.name, ())) for table in scratch.schema.tables}
    fitting = []
    for pack in packs:
        needed = Counter(name for name, _ in pack)
        if all(room[name] >= number for name, number in needed.items()):
            fitting.append(pack)
            for name, number in needed.items():
                room[name] -= number
    kept, _ = _added(scratch, tuple(entries(scratch.schema, draft)), fitting)
    return _whole(scratch, kept)


def entries(schema: Schema, draft: Draft) -> Iterator[Entry]:
    """The rows of a draft with their tables, those referred to first."""
    for table in schema.tables:
        for row in draft.get(table.name, ()):
            yield table.name, row


def _added(
    scratch: Scratch, kept: Sequence[Entry], packs: Sequence[Sequence[Entry]]
) -> tuple[list[Entry], list[Entry]]:
    """What is kept when packs are added one after another, and the rows that are not."""
    all_packs = [kept, *packs] if kept else list(packs)
    told = scratch.settle(all_packs)
    added = [entry for pack, yes in zip(all_packs, told, strict=True) if yes for entry in pack]
    failed = [entry for pack, yes in zip(all_packs, told, strict=True) if not yes for entry in pack]
    return added, failed


def _whole(scratch: Scratch, kept: Sequence[Entry]) -> Draft | None:
    draft: Draft = {table.name: [] for table in scratch.schema.tables}
    for name, row in kept:
        draft[name].append(row)
    return draft if scratch.load(draft) else None


def _groupings(schema: Schema, failed: Sequence[Entry]) -> Iterator[list[list[Entry]]]:
    """The rows in groups that agree on all of a key but one column, then on single columns."""
    for table in schema.tables:
        rows = [row for name, row in failed if name == table.name]
        for places in _shared(table) if len(rows) > 1 else ():
            groups: dict[tuple[Value, ...], list[Entry]] = defaultdict(list)
            for row in rows:
                groups[tuple(row[place] for place in places)].append((table.name, row))
            yield list(groups.values())


def _shared(table: Table) -> list[tuple[int, ...]]:
    most = [
        tuple(table.position(name) for name in key if name != left)
        for key in table.keys
        if len(key) > 1
        for left in key
    ]
    return list(dict.fromkeys([*most, *((column.place,) for column in table.columns)]))
