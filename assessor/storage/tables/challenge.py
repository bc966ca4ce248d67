"""Challenge versions: packs as they were when they were loaded."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id, Now


class ChallengeRow(Base):
    """One version of a pack, named by its content hash, with all its files: it can be graded long after the folder
    has changed."""

    __tablename__ = "challenge"
    __table_args__ = (UniqueConstraint("slug", "hash"),)

    id: Mapped[Id]
    slug: Mapped[str]
    hash: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    kind: Mapped[str]
    level: Mapped[str]
    minutes: Mapped[int]
    competencies: Mapped[list[str]]
    practice: Mapped[bool]
    statement: Mapped[str]
    spec: Mapped[dict[str, Any]]
    files: Mapped[dict[str, str]] = mapped_column(deferred=True)
    secret: Mapped[bytes] = mapped_column(deferred=True)
    """Random, of this installation: what its hidden datasets are made from besides the pack."""
    synthesised: Mapped[list[Any] | None] = mapped_column(deferred=True)
    """The hidden datasets that were made, or null until they are."""
    created_at: Mapped[Now]
