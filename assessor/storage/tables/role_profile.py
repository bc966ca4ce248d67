"""Roles that an organisation has written itself."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class RoleProfileRow(Base):
    """A role; assessor.domain.profiles has those that everybody has."""

    __tablename__ = "role_profile"
    __table_args__ = (UniqueConstraint("organisation_id", "title"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str]
    weights: Mapped[dict[str, Any]]
    """1 to 3 by competency; what is missing is not asked for."""
    created_at: Mapped[Now]
