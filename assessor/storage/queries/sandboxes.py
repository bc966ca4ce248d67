"""Candidates' servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.storage import mapping
from assessor.storage.tables import SandboxRow


def of_attempt(session: Session, attempt_id: UUID) -> Mapping[UUID, AttemptSandbox]:
    """An attempt's servers by challenge."""
    rows = session.scalars(select(SandboxRow).where(SandboxRow.attempt_id == attempt_id))
    return {row.challenge_id: mapping.sandbox(row) for row in rows}


def request(session: Session, attempt_id: UUID, challenge_id: UUID) -> UUID:
    """Ask for a server (again, if the last one failed or is stopped); the id of its row."""
    statement = insert(SandboxRow).values(
        attempt_id=attempt_id, challenge_id=challenge_id, status=SandboxStatus.REQUESTED.value, error=""
    )
    statement = statement.on_conflict_do_update(
        index_elements=[SandboxRow.attempt_id, SandboxRow.challenge_id],
        set_={"status": SandboxStatus.REQUESTED.value, "error": "", "handle": None},
        where=SandboxRow.status.in_([SandboxStatus.FAILED.value, SandboxStatus.STOPPED.value]),
    )
    session.execute(statement)
    return session.scalars(
        select(SandboxRow.id).where(
            SandboxRow.attempt_id == attempt_id, SandboxRow.challenge_id == challenge_id
        )
    ).one()


def find(session: Session, sandbox_id: UUID, *, lock: bool = False) -> AttemptSandbox | None:
    """The server of that id."""
    row = session.get(SandboxRow, sandbox_id, with_for_update=lock or None, populate_existing=True)
    return mapping.sandbox(row) if row else None


def update(
    session: Session,
    sandbox_id: UUID,
    status: SandboxStatus,
    handle: Mapping[str, Any] | None = None,
    error: str = "",
) -> None:
    """Write where a server stands."""
    row = session.get_one(SandboxRow, sandbox_id)
    row.status, row.error = status.value, error
    row.handle = dict(handle) if handle is not None else None
    session.flush()


def in_status(session: Session, status: SandboxStatus) -> Sequence[AttemptSandbox]:
    """All servers in that status."""
    rows = session.scalars(select(SandboxRow).where(SandboxRow.status == status.value))
    return [mapping.sandbox(row) for row in rows]


def waiting(session: Session, older_than: datetime) -> Sequence[AttemptSandbox]:
    """Servers that were requested before `older_than` and are still not there."""
    query = select(SandboxRow).where(
        SandboxRow.status == SandboxStatus.REQUESTED.value, SandboxRow.created_at < older_than
    )
    return [mapping.sandbox(row) for row in session.scalars(query)]
