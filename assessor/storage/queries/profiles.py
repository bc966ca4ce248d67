"""Roles that organisations have written themselves."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.profiles import Profile
from assessor.storage.tables import RoleProfileRow


def of_organisation(session: Session, organisation_id: UUID) -> Mapping[str, Profile]:
    """The organisation's own by slug, which is the id, in the order of their titles."""
    query = select(RoleProfileRow).where(RoleProfileRow.organisation_id == organisation_id)
    rows = session.scalars(query.order_by(RoleProfileRow.title))
    return {str(row.id): Profile(str(row.id), row.title, row.weights) for row in rows}


def save(
    session: Session, organisation_id: UUID, profile_id: UUID | None, title: str, weights: Mapping[str, int]
) -> UUID:
    """A new role, or another content for one that is there."""
    values = {"title": title, "weights": dict(weights)}
    made = profile_id or uuid4()
    statement = upsert(RoleProfileRow).values(id=made, organisation_id=organisation_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
    return made
