"""What candidates say of themselves, apart from all else that is known of them."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class VoluntaryQuestionRow(Base):
    """A question of an organisation."""

    __tablename__ = "voluntary_question"

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str]
    options: Mapped[list[str]]
    created_at: Mapped[Now]


class VoluntaryAnswerRow(Base):
    """What somebody chose. No column leads to a candidate, and none tells when it was said."""

    __tablename__ = "voluntary_answer"

    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("voluntary_question.id", ondelete="CASCADE"), primary_key=True
    )
    person: Mapped[bytes] = mapped_column(primary_key=True, index=True)
    """An HMAC of the attempt's id, whose key is not in the database."""
    choice: Mapped[str]
