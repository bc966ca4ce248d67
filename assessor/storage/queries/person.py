"""All that is held about a candidate: found by the tables' references to one another, so a new table is found, too.

What refers to a candidate, however indirectly, is theirs. Erasing deletes it, but for the few tables in STAYS, of which
what names nobody is left: when an attempt was made, and its score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from assessor.storage.queries.plain import changed
from assessor.storage.queries.plain import table as table_of
from assessor.storage.tables import AttemptRow, Base, CandidateRow, ImportPersonRow, ImportRow

STAYS: dict[str, dict[str, Any]] = {
    "candidate": {"name": "erased", "email": "", "erased_at": func.now()},
    "invitation": {"external_id": "", "link_seed": None, "revoked_at": func.now()},
    "attempt": {},
    "sandbox": {"error": ""},
}
"""Tables whose rows stay, and what their columns are overwritten with."""
POINTS: dict[str, dict[str, Any]] = {
    "submission": {"text": "", "text_sha256": ""},
    "grading": {"message": ""},
    "check_outcome": {"message": "", "evidence": {}},
}
"""Tables whose rows stay besides where somebody is only made anonymous."""
RECORDINGS = ("draft_revision", "draft", "run", "event")

_OPEN = ("invited", "ready", "running")


def same_person(
    session: Session, organisation_id: UUID, candidate_id: UUID, *, lock: bool = False
) -> tuple[tuple[UUID, ...], str, str]:
    """The candidates of an organisation with this one's e-mail, this one's name, and the e-mail; none where unknown."""
    row = session.get(CandidateRow, candidate_id)
    if row is None or row.organisation_id != organisation_id:
        return (), "", ""
    same = CandidateRow.id == candidate_id
    if row.email:
        same = or_(same, func.lower(CandidateRow.email) == row.email.lower())
    query = select(CandidateRow.id).where(CandidateRow.organisation_id == organisation_id, same)
    found = session.scalars(query.with_for_update() if lock else query)
    return tuple(found), row.name, row.email


def held(session: Session, ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Every row about the candidates by table, as JSON: bytes, which are digests and seeds, are left out."""
    return {
        table.name: [
            {name: value for name, value in row.items() if not isinstance(value, bytes)}
            for row in session.execute(select(table).where(_theirs(table, ids))).mappings()
        ]
        for table in _tables()
    }


def attempts_of(session: Session, ids: Collection[UUID]) -> tuple[UUID, ...]:
    """Their attempts."""
    return tuple(session.scalars(select(AttemptRow.id).where(AttemptRow.candidate_id.in_(ids))))


def counts(session: Session, ids: Collection[UUID]) -> dict[str, int]:
    """How many rows about the candidates each table has, without those that have none."""
    found = {
        table.name: session.scalar(select(func.count()).select_from(table).where(_theirs(table, ids))) or 0
        for table in _tables()
    }
    return {name: count for name, count in found.items() if count}


def erase_recordings(session: Session, attempt_ids: Collection[UUID], now: datetime) -> None:
    """Delete how the answers of attempts came about; answers and verdicts stay."""
    for name in RECORDINGS:
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(table.c.attempt_id.in_(attempt_ids)))
    attempt = table_of(AttemptRow)
    gone = update(attempt).where(attempt.c.id.in_(attempt_ids)).values(recordings_erased_at=now)
    session.execute(gone)
    session.expire_all()


def erase(
    session: Session, organisation_id: UUID, ids: Collection[UUID], email: str, *, keep_points: bool = False
) -> int:
    """Delete or overwrite every row about the candidates; how many rows were deleted."""
    stays = STAYS | POINTS if keep_points else STAYS
    _erase_from_lists(session, organisation_id, ids, email)
    deleted = 0
    for table in reversed([table for table in _tables() if table.name not in stays]):
        deleted += changed(session, delete(table).where(_theirs(table, ids)))
    attempt = table_of(AttemptRow)
    ended = update(attempt).where(attempt.c.candidate_id.in_(ids), attempt.c.state.in_(_OPEN))
    session.execute(ended.values(state="revoked"))
    for name, values in stays.items():
        if values:
            table = Base.metadata.tables[name]
            session.execute(update(table).where(_theirs(table, ids)).values(values))
    session.expire_all()
    return deleted


def _erase_from_lists(session: Session, organisation_id: UUID, ids: Collection[UUID], email: str) -> None:
    """The lines about the person, and the names of the files that had them."""
    lines = table_of(ImportPersonRow)
    listed = _theirs(lines, ids)
    if email:
        listed = or_(listed, func.lower(lines.c.email) == email.lower())
    ours = ImportRow.organisation_id == organisation_id
    found = select(lines.c.import_id).where(listed)
    session.execute(update(ImportRow).where(ours, ImportRow.id.in_(found)).values(source="erased"))
    session.execute(delete(lines).where(listed, lines.c.import_id.in_(select(ImportRow.id).where(ours))))


def _tables() -> Iterator[Table]:
    """Tables that refer to a candidate, after those that they refer to."""
    return (table for table in Base.metadata.sorted_tables if _leads_there(table))


def _leads_there(table: Table) -> bool:
    return table.name == CandidateRow.__tablename__ or any(
        _leads_there(key.column.table) for key in table.foreign_keys if key.column.table is not table
    )


def _theirs(table: Table, ids: Collection[UUID]) -> ColumnElement[bool]:
    if table.name == CandidateRow.__tablename__:
        return table.c.id.in_(ids)
    return or_(
        *(
            key.parent.in_(select(key.column).where(_theirs(key.column.table, ids)))
            for key in table.foreign_keys
            if key.column.table is not table and _leads_there(key.column.table)
        )
    )
