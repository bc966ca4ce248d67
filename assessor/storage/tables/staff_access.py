"""How staff get in: sessions, one-time links for passwords, and tries that are counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from assessor.storage.tables.base import Base, Id


class StaffSessionRow(Base):
    """One browser in which somebody is signed in; the cookie's token is kept only as its SHA-256."""

    __tablename__ = "staff_session"
    __table_args__ = (CheckConstraint("octet_length(token_sha256) = 32", name="digest"),)

    id: Mapped[Id]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    address: Mapped[str]
    browser: Mapped[str]
    waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    """For the second step: nobody is signed in with it yet."""


class PasswordLinkRow(Base):
    """A link with which somebody sets their password, once."""

    __tablename__ = "password_link"
    __table_args__ = (CheckConstraint("octet_length(token_sha256) = 32", name="digest"),)

    token_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondFactorRow(Base):
    """The secret that somebody's authenticator shares with us, encrypted."""

    __tablename__ = "second_factor"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret: Mapped[bytes]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCodeRow(Base):
    """One code that is good once in the place of the authenticator's, kept only as its SHA-256."""

    __tablename__ = "recovery_code"
    __table_args__ = (CheckConstraint("octet_length(code_sha256) = 32", name="digest"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    code_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    used_at: Mapped[datetime | None]


class IdentityRow(Base):
    """Somebody whom a provider of sign-on vouches for, and the account that is theirs."""

    __tablename__ = "sign_on_identity"
    __table_args__ = (UniqueConstraint("user_id", "issuer"),)

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class TryRow(Base):
    """A try that counts against a limit, under the SHA-256 of what it counts for; forgotten after minutes."""

    __tablename__ = "counted_try"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    key: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)
