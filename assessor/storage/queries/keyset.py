"""Pages by keyset: the thousandth costs what the first does, and nothing is skipped when something new comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from assessor.domain.listing import Place

Row = TypeVarTuple("Row")


def newest_first(
    query: Select[*Row],
    at: InstrumentedAttribute[datetime] | Any,
    row_id: Any,
    after: Place | None,
    limit: int,
) -> Select[*Row]:
    """The page of a query that begins after a place."""
    if after is not None:
        query = query.where(tuple_(at, row_id) < (after.at, after.id))
    return query.order_by(at.desc(), row_id.desc()).limit(limit)
