"""Tokens of the API, and what was answered to requests that may be repeated."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id


class ApiTokenRow(Base):
    """A token, kept only as its SHA-256. It acts for who made it, with no more than its scopes."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint("octet_length(token_sha256) = 32", name="digest"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    scopes: Mapped[list[str]]
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    ending: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class IdempotencyRow(Base):
    """What a token's request with an Idempotency-Key was answered; encrypted, for it may tell a secret link."""

    __tablename__ = "idempotency"

    token_id: Mapped[UUID] = mapped_column(ForeignKey("api_token.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    request_sha256: Mapped[bytes]
    status: Mapped[int]
    answer: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)
