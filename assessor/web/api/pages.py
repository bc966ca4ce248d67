"""Cutting a page: one line more than asked for tells whether there is another page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from assessor.domain.listing import Place
from assessor.web.api import cursor
from assessor.web.api.models import PageQuery

T = TypeVar("T")


def name_of(list_name: str, query: PageQuery) -> str:
    """A list with its filters: a cursor belongs to both."""
    return f"{list_name} {query.model_dump_json(exclude={'cursor', 'limit'})}"


def begin(list_name: str, query: PageQuery) -> Place | None:
    """After which line the page begins, if not with the first. Raises BadRequest."""
    return cursor.read(name_of(list_name, query), query.cursor)


def cut(
    list_name: str, query: PageQuery, found: Sequence[T], place: Callable[[T], Place]
) -> tuple[Sequence[T], str | None]:
    """The lines of the page, and the cursor of the next one."""
    lines = found[: query.limit]
    if len(found) <= query.limit:
        return lines, None
    return lines, cursor.write(name_of(list_name, query), place(lines[-1]))
