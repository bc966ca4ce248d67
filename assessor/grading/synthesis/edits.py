"""Changes of a draft that give it one feature. They propose; PostgreSQL drops the rows that are not valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft, Row, Value
from assessor.grading.synthesis.domains import Domains
from assessor.grading.synthesis.near import shifted
from assessor.grading.synthesis.schema import Column, ForeignKey, Schema, Table

Edit = Callable[[Draft, Random], Draft]

FAR = 20
"""Added to a key to make a new one."""


def with_rows(draft: Draft, table: str, rows: Sequence[Row]) -> Draft:
    """The draft with other rows in a table, up to the most that are allowed."""
    return {**draft, table: list(rows[:MAX_ROWS])}


def put(row: Row, place: int, value: Value) -> Row:
    """The row with another value."""
    return (*row[:place], value, *row[place + 1 :])


def values_of(draft: Draft, column: Column) -> list[str]:
    """What the column holds, without NULLs."""
    return [value for row in draft[column.table] if (value := row[column.place]) is not None]


def nothing(draft: Draft, rng: Random) -> Draft:
    """No rows at all."""
    return {name: [] for name in draft}


def first_rows(only: str | None) -> Edit:
    """One row in a table, or in each."""

    def edit(draft: Draft, rng: Random) -> Draft:
        return {name: rows[:1] if only in {None, name} else rows for name, rows in draft.items()}

    return edit


def without(table: Table, schema: Schema, unrefer: bool) -> Edit:
    """No rows in a table; rows that refer to it lose the reference, or stay and are dropped as invalid."""

    def edit(draft: Draft, rng: Random) -> Draft:
        edited = {**draft, table.name: []}
        for other in schema.tables if unrefer else ():
            for key in other.foreign_keys:
                if key.target == table.name:
                    edited[other.name] = [_unreferred(other, key, row) for row in edited[other.name]]
        return edited

    return edit


def _unreferred(table: Table, key: ForeignKey, row: Row) -> Row:
    for name in key.columns:
        row = put(row, table.position(name), None)
    return row


def doubled(table: Table) -> Edit:
    """Rows repeated; the copies get fresh keys."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = draft[table.name][: MAX_ROWS // 2]
        copies = [rekeyed(table, row, FAR + number) for number, row in enumerate(rows)]
        return with_rows(draft, table.name, rows + copies)

    return edit


def rekeyed(table: Table, row: Row, step: int) -> Row:
    """The row with another key in a column that refers to nothing, where there is one."""
    for key in table.keys:
        for name in key:
            column = table.columns[table.position(name)]
            value = row[column.place]
            if value is None or any(name in reference.columns for reference in table.foreign_keys):
                continue
            moved = f"{value}{step}" if column.family == "text" else shifted(column.family, value, step)
            if moved is not None:
                row = put(row, column.place, moved)
                break
    return row


def put_in_all(column: Column, value: Value) -> Edit:
    """A value in every row."""
    return _put_where(column, value, lambda number, rng: range(number))


def put_in_class(columns: Sequence[Column], value: Value) -> Edit:
    """A value in every row of several columns."""

    def edit(draft: Draft, rng: Random) -> Draft:
        for column in columns:
            draft = put_in_all(column, value)(draft, rng)
        return draft

    return edit


def all_alike(classes: Sequence[tuple[Sequence[Column], Sequence[str]]]) -> Edit:
    """One value in all columns of each class, chosen among those given with it."""

    def edit(draft: Draft, rng: Random) -> Draft:
        for columns, values in classes:
            draft = put_in_class(columns, rng.choice(values))(draft, rng) if values else draft
        return draft

    return edit


def put_in_one(column: Column, value: Value) -> Edit:
    """A value in one row."""
    return _put_where(column, value, lambda number, rng: [rng.randrange(number)])


def put_in_some(column: Column, value: Value) -> Edit:
    """A value in some rows."""
    return _put_where(column, value, lambda number, rng: [n for n in range(number) if rng.random() < 0.4])


def _put_where(column: Column, value: Value, choose: Callable[[int, Random], Iterable[int]]) -> Edit:
    def edit(draft: Draft, rng: Random) -> Draft:
        rows = list(draft[column.table])
        for number in choose(len(rows), rng) if rows else ():
            rows[number] = put(rows[number], column.place, value)
        return with_rows(draft, column.table, rows)

    return edit


def same(column: Column) -> Edit:
    """One of its values in every row."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = draft[column.table]
        value = rng.choice(rows)[column.place] if rows else None
        return with_rows(draft, column.table, [put(row, column.place, value) for row in rows])

    return edit


def copied(column: Column) -> Edit:
    """One row's value in another row."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = list(draft[column.table])
        if len(rows) > 1:
            one, two = rng.sample(range(len(rows)), 2)
            rows[two] = put(rows[two], column.place, rows[one][column.place])
        return with_rows(draft, column.table, rows)

    return edit


def different(column: Column, domains: Domains) -> Edit:
    """No value twice."""

    def edit(draft: Draft, rng: Random) -> Draft:
        taken: set[str] = set()
        rows = []
        for row in draft[column.table]:
            value = row[column.place]
            if value in taken:
                value = domains.fresh(column, taken) or value
            taken.add(value or "")
            rows.append(put(row, column.place, value))
        return with_rows(draft, column.table, rows)

    return edit


def tied(column: Column, pick: Callable[..., int]) -> Edit:
    """Another row gets the highest or lowest value."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = list(draft[column.table])
        known = [n for n, row in enumerate(rows) if row[column.place] is not None]
        if len(known) > 1:
            best = pick(known, key=lambda n: sortable(column.family, rows[n][column.place]))
            other = rng.choice([n for n in known if n != best])
            rows[other] = put(rows[other], column.place, rows[best][column.place])
        return with_rows(draft, column.table, rows)

    return edit


def sortable(family: str, value: Value) -> tuple[float, str]:
    """A key that sorts values of a family nearly as PostgreSQL does."""
    text = value or ""
    try:
        return (float(text), "") if family in {"integer", "numeric", "float"} else (0.0, text)
    except ValueError:
        return 0.0, text


def run(table: Table, column: Column) -> Edit:
    """Consecutive values up to a gap, then more; other columns are equal more often than not."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = draft[table.name]
        start = next(iter(values_of(draft, column)), None)
        if start is None:
            return draft
        gap = rng.choice((2, 3, 4, 5, MAX_ROWS))
        made = []
        for number, row in enumerate(rows):
            base = rows[0] if rng.random() < 0.6 else row
            value = shifted(column.family, start, number + (number >= gap))
            made.append(put(_with_keys_of(row, base, table, column), column.place, value))
        return with_rows(draft, table.name, made)

    return edit


def _with_keys_of(row: Row, base: Row, table: Table, column: Column) -> Row:
    """The base row with the other's keys, unless the run itself makes the key new."""
    for key in table.keys:
        for name in key if column.name not in key else ():
            base = put(base, table.position(name), row[table.position(name)])
    return base


def apart(one: Column, two: Column, domains: Domains) -> Edit:
    """No value of the first column is in the second."""
    return _estranged(one, two, domains, lambda number, rng: range(number))


def strange(one: Column, two: Column, domains: Domains) -> Edit:
    """One value of the first column is not in the second."""
    return _estranged(one, two, domains, lambda number, rng: [rng.randrange(number)])


def _estranged(
    one: Column, two: Column, domains: Domains, choose: Callable[[int, Random], Iterable[int]]
) -> Edit:
    def edit(draft: Draft, rng: Random) -> Draft:
        rows, taken = list(draft[one.table]), set(values_of(draft, two))
        for number in choose(len(rows), rng) if rows else ():
            if rows[number][one.place] in taken:
                fresh = domains.fresh(one, taken | set(values_of({one.table: rows}, one)))
                rows[number] = put(rows[number], one.place, fresh or rows[number][one.place])
        return with_rows(draft, one.table, rows)

    return edit


def onto(one: Column, two: Column) -> Edit:
    """Every value of the first column is the same one of the second."""

    def edit(draft: Draft, rng: Random) -> Draft:
        there = values_of(draft, two)
        if not there:
            return draft
        value = rng.choice(there)
        return with_rows(draft, one.table, [put(row, one.place, value) for row in draft[one.table]])

    return edit


def covering(one: Column, two: Column) -> Edit:
    """The first column has every value of the second, for one setting of the other columns; nearly for another."""

    def edit(draft: Draft, rng: Random) -> Draft:
        there = list(dict.fromkeys(values_of(draft, two)))[: MAX_ROWS // 2]
        rows = draft[one.table]
        if not there or not rows:
            return draft
        whole, part = rng.choice(rows), rng.choice(rows)
        made = [put(whole, one.place, value) for value in there]
        made += [put(part, one.place, value) for value in there[1:]]
        return with_rows(draft, one.table, [*made, *rows])

    return edit


def sized(table: Table, places: Sequence[int], sizes: Sequence[int], domains: Domains) -> Edit:
    """Groups of the sizes wanted, as many as there is room for."""

    def edit(draft: Draft, rng: Random) -> Draft:
        rows = draft[table.name]
        if not rows:
            return draft
        made: list[Row] = []
        heads = list(dict.fromkeys(tuple(row[place] for place in places) for row in rows))
        rng.shuffle(heads)
        for head, size in zip(heads, rng.sample(sizes, len(sizes)), strict=False):
            for _ in range(size):
                row = rekeyed(table, rng.choice(rows), FAR + len(made))
                for place, value in zip(places, head, strict=True):
                    row = put(row, place, value)
                made.append(row)
        return with_rows(draft, table.name, made)

    return edit
