"""How staff get in: their sessions, links for passwords, and counted tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, select, text, update
from sqlalchemy.orm import Session

from assessor.domain.access import StaffSession
from assessor.domain.people import User
from assessor.storage import mapping
from assessor.storage.tables import (
    OrganisationRow,
    PasswordLinkRow,
    SecondFactorRow,
    StaffSessionRow,
    TryRow,
    UserRow,
)


def add_session(
    session: Session,
    user_id: UUID,
    digest: bytes,
    now: datetime,
    expires_at: datetime,
    address: str,
    browser: str,
    *,
    waiting: bool = False,
) -> None:
    """A browser in which somebody is signed in from now on, or has to make the second step first."""
    row = StaffSessionRow(
        user_id=user_id,
        token_sha256=digest,
        created_at=now,
        expires_at=expires_at,
        address=address,
        browser=browser,
        waiting=waiting,
    )
    session.add(row)
    session.flush()


def signed_in(
    session: Session, digest: bytes, now: datetime, *, waiting: bool = False
) -> tuple[UUID, User, bool] | None:
    """The live session of a token: its id, its active account, and whether that lacks a second factor it must have.

    `waiting`: not one in which somebody is signed in, but one that waits for the second step.
    """
    lacking = and_(OrganisationRow.second_step, SecondFactorRow.confirmed_at.is_(None))
    query = (
        select(StaffSessionRow.id, UserRow, lacking)
        .join(UserRow, UserRow.id == StaffSessionRow.user_id)
        .join(OrganisationRow, OrganisationRow.id == UserRow.organisation_id)
        .join(SecondFactorRow, SecondFactorRow.user_id == UserRow.id, isouter=True)
        .where(StaffSessionRow.token_sha256 == digest, UserRow.active, _live(now))
        .where(StaffSessionRow.waiting == waiting)
    )
    found = session.execute(query).first()
    return (found[0], mapping.user(found[1]), bool(found[2])) if found else None


def sessions_of(session: Session, user_id: UUID, now: datetime) -> tuple[StaffSession, ...]:
    """The live sessions of an account, the newest first."""
    query = select(StaffSessionRow).where(
        StaffSessionRow.user_id == user_id, _live(now), ~StaffSessionRow.waiting
    )
    rows = session.scalars(query.order_by(StaffSessionRow.created_at.desc(), StaffSessionRow.id))
    return tuple(
        StaffSession(row.id, row.created_at, row.expires_at, row.address, row.browser) for row in rows
    )


def end_sessions(
    session: Session,
    user_id: UUID,
    now: datetime,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> int:
    """End the live sessions of an account: all, only one, or all but one; how many there were."""
    query = update(StaffSessionRow).where(StaffSessionRow.user_id == user_id, _live(now))
    if only is not None:
        query = query.where(StaffSessionRow.id == only)
    if but is not None:
        query = query.where(StaffSessionRow.id != but)
    ended = session.scalars(query.values(ended_at=now).returning(StaffSessionRow.id))
    return len(ended.all())


def end_waiting(session: Session, digest: bytes, now: datetime) -> None:
    """The second step was made: what waited for it has ended."""
    waited = update(StaffSessionRow).where(StaffSessionRow.token_sha256 == digest, StaffSessionRow.waiting)
    session.execute(waited.values(ended_at=now))


def add_link(session: Session, user_id: UUID, digest: bytes, now: datetime, expires_at: datetime) -> None:
    """A link for a password; earlier ones of the account are void."""
    earlier = update(PasswordLinkRow).where(
        PasswordLinkRow.user_id == user_id, PasswordLinkRow.used_at.is_(None)
    )
    session.execute(earlier.values(used_at=now))
    session.add(PasswordLinkRow(token_sha256=digest, user_id=user_id, created_at=now, expires_at=expires_at))
    session.flush()


def linked_user(session: Session, digest: bytes, now: datetime, *, use: bool = False) -> User | None:
    """The active account whose password a link sets; with `use` the link is locked and used up."""
    query = (
        select(PasswordLinkRow, UserRow)
        .join(UserRow, UserRow.id == PasswordLinkRow.user_id)
        .where(
            PasswordLinkRow.token_sha256 == digest,
            PasswordLinkRow.used_at.is_(None),
            PasswordLinkRow.expires_at > now,
            UserRow.active,
        )
    )
    if use:
        query = query.with_for_update(of=PasswordLinkRow)
    found = session.execute(query).first()
    if found is None:
        return None
    if use:
        found[0].used_at = now
        session.flush()
    return mapping.user(found[1])


def count_try(session: Session, key: bytes, now: datetime, since: datetime, most: int) -> int | None:
    """Count a try and give its number, or None where there were `most` since then already.

    Who counts for the same key at the same time waits for this transaction.
    """
    lock = text("select pg_advisory_xact_lock(:key)")
    session.execute(lock, {"key": int.from_bytes(key[:8], "big", signed=True)})
    known = select(func.count()).where(TryRow.key == key, TryRow.at > since)
    if (session.scalar(known) or 0) >= most:
        return None
    row = TryRow(key=key, at=now)
    session.add(row)
    session.flush()
    return row.id


def forget_tries(session: Session, ids: Sequence[int]) -> None:
    """Tries that turned out to be right do not count."""
    session.execute(delete(TryRow).where(TryRow.id.in_(ids)))


def sweep(session: Session, before: datetime) -> int:
    """Delete tries, links and sessions from before a moment that have no meaning any more; how many."""
    gone = 0
    for query in (
        delete(TryRow).where(TryRow.at < before).returning(TryRow.id),
        delete(PasswordLinkRow)
        .where(PasswordLinkRow.expires_at < before)
        .returning(PasswordLinkRow.token_sha256),
        delete(StaffSessionRow).where(StaffSessionRow.expires_at < before).returning(StaffSessionRow.id),
    ):
        gone += len(session.scalars(query).all())
    return gone


def _live(now: datetime) -> ColumnElement[bool]:
    return and_(StaffSessionRow.ended_at.is_(None), StaffSessionRow.expires_at > now)
