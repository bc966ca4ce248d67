"""People who are to be invited together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.imports import ImportState, Verdict
from assessor.storage.tables.base import Base, Id, Now, one_of


class ImportRow(Base):
    """A pasted list or an uploaded file, read but not necessarily confirmed."""

    __tablename__ = "invitation_import"
    __table_args__ = (
        CheckConstraint(one_of("state", ImportState), name="state"),
        CheckConstraint("valid_days between 1 and 365", name="valid_days"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default=ImportState.PREVIEW.value, server_default=text("'preview'"))
    valid_days: Mapped[int]
    send: Mapped[bool]
    created_at: Mapped[Now]
    confirmed_at: Mapped[datetime | None]


class ImportPersonRow(Base):
    """One line of it. With its invitation it is done, however often the import is run."""

    __tablename__ = "invitation_import_row"
    __table_args__ = (CheckConstraint(one_of("verdict", Verdict), name="verdict"),)

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("invitation_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """Of the line in the file, from 1."""
    name: Mapped[str]
    email: Mapped[str]
    extra_time_percent: Mapped[int]
    send_at: Mapped[datetime | None]
    external_id: Mapped[str]
    verdict: Mapped[str]
    problem: Mapped[str]
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
