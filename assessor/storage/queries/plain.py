"""Rows as plain tuples with the columns' names: what every run reads costs a third of what mapped objects do."""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Delete, Select, Table, Update, select
from sqlalchemy.orm import Session

from assessor.storage.tables.base import Base

R = TypeVar("R", bound=Base)
S = TypeVar("S", bound=Base)


def table(row: type[Base]) -> Table:
    """The table of a class of rows."""
    return cast(Table, row.__table__)


def rows(session: Session, row: type[R], query: Select[Any]) -> list[R]:
    """What a query on `table(row)` finds. They can be read like mapped rows; writing to them changes nothing."""
    del row
    return cast(list[R], session.execute(query).all())


def pairs(session: Session, first: type[R], second: type[S], query: Select[Any]) -> list[tuple[R, S]]:
    """What a query on all columns of two tables finds, as rows of the one and of the other.

    Their columns may have the same names. Of an outer join the second row may be all NULL.
    """
    one, other = _tuple_of(first), _tuple_of(second)
    width = len(one._fields)
    found = [(one(*row[:width]), other(*row[width:])) for row in session.execute(query)]
    return cast(list[tuple[R, S]], found)


@cache
def _tuple_of(row: type[Base]) -> Any:
    return namedtuple(row.__name__, [column.name for column in table(row).columns])


def changed(session: Session, change: Update | Delete) -> int:
    """Execute a change; of how many rows it was."""
    return cast(int, session.execute(change).rowcount)  # type: ignore[attr-defined]  # of a change there is one


def by_id(session: Session, row: type[R], row_id: UUID, *, lock: bool = False) -> R | None:
    """The row of that id, locked until the end of the transaction if asked."""
    query = select(table(row)).where(table(row).c.id == row_id)
    found = rows(session, row, query.with_for_update() if lock else query)
    return found[0] if found else None
