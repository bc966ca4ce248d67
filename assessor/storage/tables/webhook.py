"""Webhooks: who is told, and the outbox of what is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from assessor.domain.webhooks import DeliveryState
from assessor.storage.tables.base import Base, Id, one_of


class WebhookEndpointRow(Base):
    """An address; its secret is encrypted."""

    __tablename__ = "webhook_endpoint"

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    url: Mapped[str]
    types: Mapped[list[str]]
    secret: Mapped[bytes]
    enabled: Mapped[bool]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]


class WebhookDeliveryRow(Base):
    """One thing for one endpoint, written in the transaction of what happened. Its id is the message's."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint(one_of("state", DeliveryState), name="state"),
        Index(
            "webhook_delivery_waiting_idx",
            "endpoint_id",
            "attempt_id",
            "number",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "endpoint_id", "number"),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """In the order of writing."""
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoint.id"))
    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), index=True)
    type: Mapped[str]
    data: Mapped[dict[str, Any]]
    state: Mapped[str]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    status: Mapped[int | None]
    error: Mapped[str]
