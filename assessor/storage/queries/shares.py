"""Links to scorecards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from assessor.storage.tables import ShareRow, UserRow


@dataclass(frozen=True)
class Share:
    """One link, without its token."""

    id: UUID
    attempt_id: UUID
    blind: bool
    by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    views: int
    viewed_at: datetime | None

    def works(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and now < self.expires_at


def of_attempt(session: Session, attempt_id: UUID) -> tuple[Share, ...]:
    """All links of an attempt, the newest first."""
    query = _all().where(ShareRow.attempt_id == attempt_id)
    return tuple(
        _share(row, name) for row, name in session.execute(query.order_by(ShareRow.created_at.desc()))
    )


def by_digest(session: Session, digest: bytes) -> Share | None:
    """The link whose token has that SHA-256."""
    found = session.execute(_all().where(ShareRow.token_sha256 == digest)).first()
    return _share(*found) if found else None


def add(
    session: Session,
    *,
    organisation_id: UUID,
    attempt_id: UUID,
    digest: bytes,
    blind: bool,
    created_by: UUID,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep a link."""
    row = ShareRow(
        organisation_id=organisation_id,
        attempt_id=attempt_id,
        token_sha256=digest,
        blind=blind,
        created_by=created_by,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()


def revoke(session: Session, attempt_id: UUID, share_id: UUID, now: datetime) -> bool:
    """End a link; False if the attempt has none with that id."""
    mine = (ShareRow.id == share_id, ShareRow.attempt_id == attempt_id)
    found = session.scalar(select(ShareRow.id).where(*mine))
    session.execute(update(ShareRow).where(*mine, ShareRow.revoked_at.is_(None)).values(revoked_at=now))
    return found is not None


def count_view(session: Session, share_id: UUID, now: datetime) -> None:
    """Somebody opened it."""
    values = {"views": ShareRow.views + 1, "viewed_at": now}
    session.execute(update(ShareRow).where(ShareRow.id == share_id).values(values))


def _all() -> Select[ShareRow, str]:
    return select(ShareRow, UserRow.name).join(UserRow, UserRow.id == ShareRow.created_by)


def _share(row: ShareRow, name: str) -> Share:
    ends = (row.created_at, row.expires_at, row.revoked_at)
    return Share(row.id, row.attempt_id, row.blind, name, *ends, row.views, row.viewed_at)
