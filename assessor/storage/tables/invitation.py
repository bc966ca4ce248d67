"""Invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class InvitationRow(Base):
    """A secret link; the token is kept only as its SHA-256."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("octet_length(token_sha256) = 32", name="digest"),
        CheckConstraint("extra_time_percent between 0 and 300", name="extra_time"),
        CheckConstraint("break_minutes between 0 and 240", name="breaks"),
        UniqueConstraint("import_id", "import_row"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    extra_time_percent: Mapped[int] = mapped_column(default=0)
    break_minutes: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    link_seed: Mapped[bytes | None]
    """What the token is derived from, together with the installation's secret; None: nobody can tell it again."""
    external_id: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The candidate's number in another system."""
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation_import.id"))
    import_row: Mapped[int | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[Now]
