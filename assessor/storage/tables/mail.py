"""The outbox, and the texts that organisations have written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.mail import MailKind, MailState
from assessor.storage.tables.base import Base, Id, Now, one_of


class MailRow(Base):
    """One mail that is to be sent, or was. It holds no link: that is made anew when the mail is sent."""

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(one_of("state", MailState), name="state"),
        CheckConstraint(one_of("kind", MailKind), name="kind"),
        CheckConstraint("(state = 'sent') = (sent_at is not null)", name="sent"),
        UniqueConstraint("invitation_id", "occasion"),
        Index("mail_due_at_idx", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("mail_sending_idx", "claimed_at", postgresql_where=text("state = 'sending'")),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """In the order of writing."""
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"))
    kind: Mapped[str]
    occasion: Mapped[str]
    """What it is written for, e.g. "invitation" or "reminder:3": there is one mail for each."""
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail_template.id"))
    state: Mapped[str] = mapped_column(default=MailState.WAITING.value, server_default=text("'waiting'"))
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    sender: Mapped[str | None]
    """The journal of who has claimed it last."""
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """The server's last words, without the link."""
    created_at: Mapped[Now]


class MailTemplateRow(Base):
    """One version of a text; the newest of its kind is used, and a mail keeps the one it was written with."""

    __tablename__ = "mail_template"
    __table_args__ = (
        CheckConstraint(one_of("kind", MailKind), name="kind"),
        Index(None, "organisation_id", "kind", "created_at"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[Now]


class ReminderRow(Base):
    """How many days before their invitation expires the candidates of an assessment are reminded."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint("days between 1 and 60", name="days"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True)
