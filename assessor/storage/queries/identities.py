"""Whom providers of sign-on know by which account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assessor.domain.people import User
from assessor.domain.sign_on import Identity
from assessor.storage import mapping
from assessor.storage.tables import IdentityRow, UserRow


def bound_user(session: Session, identity: Identity) -> User | None:
    """The account that is bound to them, also a closed one."""
    query = select(UserRow).join(IdentityRow, IdentityRow.user_id == UserRow.id)
    bound = (IdentityRow.issuer == identity.issuer, IdentityRow.subject == identity.subject)
    row = session.scalar(query.where(*bound))
    return mapping.user(row) if row else None


def user_by_email(session: Session, email: str) -> User | None:
    """The account of that e-mail (any case), also a closed one."""
    row = session.scalar(select(UserRow).where(UserRow.email == func.lower(email)))
    return mapping.user(row) if row else None


def is_bound(session: Session, user_id: UUID, issuer: str | None = None) -> bool:
    """Whether an account is bound to somebody, at that provider or any."""
    query = select(IdentityRow.user_id).where(IdentityRow.user_id == user_id)
    return session.scalar(query.where(IdentityRow.issuer == issuer) if issuer else query) is not None


def bind(session: Session, user_id: UUID, identity: Identity, now: datetime) -> None:
    """From now on the account is theirs, whatever their e-mail address becomes."""
    session.add(
        IdentityRow(user_id=user_id, issuer=identity.issuer, subject=identity.subject, created_at=now)
    )
    session.flush()


def unbind(session: Session, user_id: UUID) -> None:
    """The next who comes with the account's e-mail address is bound to it."""
    session.execute(delete(IdentityRow).where(IdentityRow.user_id == user_id))
