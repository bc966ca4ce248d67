"""When the pages could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.storage.tables import OutageRow, PulseRow


def pulse(session: Session) -> datetime | None:
    """When a web process last wrote; None if none ever did."""
    return session.scalar(select(PulseRow.at))


def beat(session: Session, at: datetime) -> datetime | None:
    """Write that a web process can write; gives when it last could. Others that beat wait for this transaction."""
    session.execute(insert(PulseRow).values(one=True, at=at).on_conflict_do_nothing())
    row = session.scalars(select(PulseRow).with_for_update().execution_options(populate_existing=True)).one()
    before = row.at
    row.at = max(before, at)
    session.flush()
    return before


def add(session: Session, since: datetime, until: datetime) -> None:
    """Record an outage that is over."""
    session.add(OutageRow(since_at=since, until_at=until))
    session.flush()


def after(session: Session, moment: datetime) -> Sequence[tuple[datetime, datetime]]:
    """(since, until) of the outages that ended after a moment."""
    query = select(OutageRow.since_at, OutageRow.until_at).where(OutageRow.until_at > moment)
    return [(since, until) for since, until in session.execute(query)]
