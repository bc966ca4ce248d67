"""Candidates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class CandidateRow(Base):
    """Somebody who was invited by one organisation."""

    __tablename__ = "candidate"

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[Now]
    erased_at: Mapped[datetime | None]
