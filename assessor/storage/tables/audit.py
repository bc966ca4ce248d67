"""The audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base


class AuditEntryRow(Base):
    """An act of staff. Rows are only ever added: a trigger refuses anything else, and the roles may do nothing else."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("octet_length(sha256) = 32 and octet_length(previous) = 32", name="digest"),
        Index(None, "organisation_id", "at"),
        Index(None, "organisation_id", "act", "number"),
        Index(None, "organisation_id", "actor_id", "number"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    act: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[bytes]
    sha256: Mapped[bytes]


class AuditHeadRow(Base):
    """How many entries an organisation's log has, and the digest of the last, under a seal."""

    __tablename__ = "audit_head"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[bytes]
    seal: Mapped[bytes]
