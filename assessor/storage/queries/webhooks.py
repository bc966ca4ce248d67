"""Who is told what, and what is still to be told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session

from assessor.domain.webhooks import Delivery, DeliveryState, Endpoint, HookType
from assessor.storage.queries import plain
from assessor.storage.tables import AttemptRow, MailRow, WebhookDeliveryRow, WebhookEndpointRow

WAITING = DeliveryState.WAITING.value
_COLUMNS = (
    "id", "organisation_id", "endpoint_id", "attempt_id", "type", "data", "state", "tries", "due_at", "created_at",
    "error",
)  # fmt: skip


def write(session: Session, attempt_ids: Collection[UUID], kind: HookType, now: datetime) -> None:
    """Put what happened in attempts into the outbox, once for each endpoint that is told; in this transaction."""
    _write(session, _told(kind, now).where(AttemptRow.id.in_(attempt_ids)))


def write_sent(session: Session, mail_ids: Collection[UUID], now: datetime) -> None:
    """The same for invitations whose mails were sent."""
    mails = select(MailRow.invitation_id).where(MailRow.id.in_(mail_ids))
    _write(session, _told(HookType.INVITATION_SENT, now).where(AttemptRow.invitation_id.in_(mails)))


def _told(kind: HookType, now: datetime) -> Select[tuple[object, ...]]:
    """Ids, and nothing that names a person: who may know more asks the API."""
    data = func.jsonb_build_object(
        "attempt_id", AttemptRow.id, "invitation_id", AttemptRow.invitation_id,
        "assessment_id", AttemptRow.assessment_id,
    )  # fmt: skip
    query = select(
        func.gen_random_uuid(), AttemptRow.organisation_id, WebhookEndpointRow.id, AttemptRow.id,
        literal(kind.value), data, literal(WAITING), literal(0), literal(now), literal(now), literal(""),
    )  # fmt: skip
    return query.join(
        WebhookEndpointRow, WebhookEndpointRow.organisation_id == AttemptRow.organisation_id
    ).where(WebhookEndpointRow.enabled, WebhookEndpointRow.types.contains(literal([kind.value], JSONB)))


def _write(session: Session, told: Select[tuple[object, ...]]) -> None:
    session.flush()
    session.execute(insert(WebhookDeliveryRow).from_select(_COLUMNS, told.order_by(AttemptRow.id)))


@dataclass(frozen=True)
class Due:
    """A delivery with where it goes."""

    delivery: Delivery
    url: str
    secret: bytes


def due(session: Session, now: datetime, limit: int) -> tuple[Due, ...]:
    """The next delivery of each attempt and endpoint whose time has come, oldest first.

    What comes later in an attempt waits until the one before is delivered or dead.
    """
    first = (
        select(WebhookDeliveryRow.id)
        .where(WebhookDeliveryRow.state == WAITING)
        .ext(distinct_on(WebhookDeliveryRow.endpoint_id, WebhookDeliveryRow.attempt_id))
        .order_by(WebhookDeliveryRow.endpoint_id, WebhookDeliveryRow.attempt_id, WebhookDeliveryRow.number)
    ).subquery()
    query = (
        select(WebhookDeliveryRow, WebhookEndpointRow.url, WebhookEndpointRow.secret)
        .join(WebhookEndpointRow, WebhookEndpointRow.id == WebhookDeliveryRow.endpoint_id)
        .where(
            WebhookDeliveryRow.id.in_(select(first.c.id)),
            WebhookDeliveryRow.due_at <= now,
            WebhookEndpointRow.enabled,
        )
        .order_by(WebhookDeliveryRow.number)
        .limit(limit)
    )
    return tuple(Due(_delivery(row), url, secret) for row, url, secret in session.execute(query))


def settle(
    session: Session,
    delivery_id: UUID,
    state: DeliveryState,
    due_at: datetime,
    now: datetime,
    status: int,
    error: str,
) -> None:
    """Write down how a try ended."""
    known = update(WebhookDeliveryRow).where(
        WebhookDeliveryRow.id == delivery_id, WebhookDeliveryRow.state == WAITING
    )
    delivered = now if state is DeliveryState.DELIVERED else None
    session.execute(
        known.values(
            state=state.value,
            tries=WebhookDeliveryRow.tries + 1,
            due_at=due_at,
            delivered_at=delivered,
            status=status,
            error=error,
        )
    )


def replay(session: Session, endpoint_id: UUID, delivery_id: UUID, now: datetime) -> bool:
    """Send it once more, with the same id; whether there is such a delivery that is over."""
    query = update(WebhookDeliveryRow).where(
        WebhookDeliveryRow.id == delivery_id,
        WebhookDeliveryRow.endpoint_id == endpoint_id,
        WebhookDeliveryRow.state != WAITING,
    )
    again = query.values(state=WAITING, tries=0, due_at=now, delivered_at=None)
    return session.scalar(again.returning(WebhookDeliveryRow.id)) is not None


def deliveries(session: Session, endpoint_id: UUID, limit: int) -> tuple[Delivery, ...]:
    """The newest deliveries of an endpoint."""
    query = select(WebhookDeliveryRow).where(WebhookDeliveryRow.endpoint_id == endpoint_id)
    rows = session.scalars(query.order_by(WebhookDeliveryRow.number.desc()).limit(limit))
    return tuple(_delivery(row) for row in rows)


def add_endpoint(session: Session, endpoint: Endpoint, secret: bytes, created_by: UUID) -> None:
    """A new endpoint."""
    row = WebhookEndpointRow(
        id=endpoint.id,
        organisation_id=endpoint.organisation_id,
        url=endpoint.url,
        types=sorted(kind.value for kind in endpoint.types),
        secret=secret,
        enabled=endpoint.enabled,
        created_by=created_by,
        created_at=endpoint.created_at,
    )
    session.add(row)
    session.flush()


def endpoints(session: Session, organisation_id: UUID) -> tuple[Endpoint, ...]:
    """An organisation's endpoints, oldest first."""
    query = select(WebhookEndpointRow).where(WebhookEndpointRow.organisation_id == organisation_id)
    rows = session.scalars(query.order_by(WebhookEndpointRow.created_at, WebhookEndpointRow.id))
    return tuple(_endpoint(row) for row in rows)


def endpoint(session: Session, organisation_id: UUID, endpoint_id: UUID) -> Endpoint | None:
    """One of them."""
    row = session.get(WebhookEndpointRow, endpoint_id)
    return _endpoint(row) if row and row.organisation_id == organisation_id else None


def set_enabled(session: Session, endpoint_id: UUID, *, enabled: bool) -> None:
    """Whether it is told what happens from now on, and what is still waiting."""
    session.get_one(WebhookEndpointRow, endpoint_id).enabled = enabled
    session.flush()


def forget(session: Session, before: datetime) -> int:
    """Delete what was delivered before a moment; how many."""
    gone = delete(WebhookDeliveryRow).where(WebhookDeliveryRow.delivered_at < before)
    return plain.changed(session, gone)


def _endpoint(row: WebhookEndpointRow) -> Endpoint:
    types = frozenset(HookType(kind) for kind in row.types)
    return Endpoint(row.id, row.organisation_id, row.url, types, row.enabled, row.created_at)


def _delivery(row: WebhookDeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        endpoint_id=row.endpoint_id,
        attempt_id=row.attempt_id,
        type=HookType(row.type),
        data=row.data,
        state=DeliveryState(row.state),
        tries=row.tries,
        due_at=row.due_at,
        created_at=row.created_at,
        status=row.status,
        error=row.error,
    )
