"""Tenants."""

from sqlalchemy import false
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class OrganisationRow(Base):
    """A tenant."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    second_step: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[Now]
