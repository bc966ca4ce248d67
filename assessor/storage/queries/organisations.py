"""Organisations and staff accounts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor.domain.people import Organisation, Role, User
from assessor.storage import mapping
from assessor.storage.tables import OrganisationRow, UserRow


def get(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, which exists (a foreign key says so)."""
    return mapping.organisation(session.get_one(OrganisationRow, organisation_id))


def by_slug(session: Session, slug: str) -> Organisation | None:
    """The organisation of that slug."""
    row = session.scalar(select(OrganisationRow).where(OrganisationRow.slug == slug))
    return mapping.organisation(row) if row else None


def add(session: Session, slug: str, name: str) -> Organisation:
    """A new organisation."""
    row = OrganisationRow(slug=slug, name=name)
    session.add(row)
    session.flush()
    return mapping.organisation(row)


def require_second_step(session: Session, organisation_id: UUID, *, required: bool) -> None:
    """Say whether everybody of its staff must have a second factor."""
    session.get_one(OrganisationRow, organisation_id).second_step = required


def get_user(session: Session, user_id: UUID) -> User | None:
    """The active staff account."""
    row = session.get(UserRow, user_id)
    return mapping.user(row) if row and row.active else None


def user_with_hash(session: Session, email: str) -> tuple[User, str] | None:
    """The active staff account of that e-mail (any case) with its password hash."""
    row = session.scalar(select(UserRow).where(UserRow.email == func.lower(email), UserRow.active))
    return (mapping.user(row), row.password_hash) if row else None


def any_user(session: Session, user_id: UUID) -> User | None:
    """The staff account, also if it is closed."""
    row = session.get(UserRow, user_id)
    return mapping.user(row) if row else None


def users_of(session: Session, organisation_id: UUID) -> tuple[User, ...]:
    """An organisation's accounts by name, closed ones last."""
    query = select(UserRow).where(UserRow.organisation_id == organisation_id)
    rows = session.scalars(query.order_by(UserRow.active.desc(), func.lower(UserRow.name), UserRow.id))
    return tuple(mapping.user(row) for row in rows)


def email_taken(session: Session, email: str) -> bool:
    """Whether any account of any organisation, also a closed one, has that e-mail (any case)."""
    return bool(session.scalar(select(func.assessor_email_taken(email))))


def lock(session: Session, organisation_id: UUID) -> None:
    """Changes of one organisation's accounts happen one after another until the end of the transaction."""
    session.get_one(OrganisationRow, organisation_id, with_for_update=True)


def change_user(session: Session, user_id: UUID, roles: Iterable[Role], *, active: bool) -> User:
    """Set the roles of an account and whether it is open."""
    row = session.get_one(UserRow, user_id)
    row.roles, row.active = sorted(role.value for role in roles), active
    session.flush()
    return mapping.user(row)


def has_admin(session: Session, organisation_id: UUID) -> bool:
    """Whether an open account is an administrator's."""
    admins = select(UserRow.id).where(
        UserRow.organisation_id == organisation_id, UserRow.active, UserRow.roles.contains([Role.ADMIN.value])
    )
    return session.scalar(admins.limit(1)) is not None


def has_others(session: Session, organisation_id: UUID, user_id: UUID) -> bool:
    """Whether there is another active account in the organisation."""
    query = select(UserRow.id).where(
        UserRow.organisation_id == organisation_id, UserRow.active, UserRow.id != user_id
    )
    return session.scalar(query.limit(1)) is not None


def set_password_hash(session: Session, user_id: UUID, password_hash: str) -> None:
    """Replace the password hash."""
    session.get_one(UserRow, user_id).password_hash = password_hash


def add_user(
    session: Session, organisation_id: UUID, email: str, name: str, password_hash: str, roles: Iterable[Role]
) -> User:
    """A new staff account."""
    row = UserRow(
        organisation_id=organisation_id,
        email=email.lower(),
        name=name,
        password_hash=password_hash,
        roles=[role.value for role in roles],
    )
    session.add(row)
    session.flush()
    return mapping.user(row)
