"""Administrators say who is told what happens, and look at what was told."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.domain.webhooks import (
    MAX_ENDPOINTS,
    SECRET_BYTES,
    Delivery,
    Endpoint,
    HookType,
    new_secret,
    require_types,
)
from assessor.errors import NotAllowed, NotFound
from assessor.outgoing.address import parse
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import organisations, webhooks

SHOWN = 100


@dataclass(frozen=True)
class NewEndpoint:
    """An endpoint, and its secret, which is told this once."""

    endpoint: Endpoint
    secret: str


@dataclass(frozen=True)
class EndpointView:
    """An endpoint with its newest deliveries."""

    endpoint: Endpoint
    deliveries: tuple[Delivery, ...]


@needs(Right.CONNECT)
def list_endpoints(work: Work, user: User) -> tuple[Endpoint, ...]:
    """The organisation's endpoints."""
    return webhooks.endpoints(work.session, user.organisation_id)


@needs(Right.CONNECT)
def add_endpoint(
    work: Work, user: User, url: str, types: Collection[HookType], *, loopback: bool = False
) -> NewEndpoint:
    """Tell an address from now on; `loopback` also one of this machine. Raises InvalidInput or NotAllowed."""
    parse(url, loopback=loopback)
    require_types(types)
    organisations.lock(work.session, user.organisation_id)
    if len(webhooks.endpoints(work.session, user.organisation_id)) >= MAX_ENDPOINTS:
        raise NotAllowed("There are %(most)s addresses already.", most=MAX_ENDPOINTS)
    endpoint = Endpoint(uuid4(), user.organisation_id, url, frozenset(types), True, work.now())
    secret = new_secret(secrets.token_bytes(SECRET_BYTES))
    webhooks.add_endpoint(work.session, endpoint, work.vault.seal(secret), user.id)
    return NewEndpoint(endpoint, secret)


@needs(Right.CONNECT)
def view_endpoint(work: Work, user: User, endpoint_id: UUID) -> EndpointView:
    """One endpoint. Raises NotFound, also for another organisation's."""
    endpoint = webhooks.endpoint(work.session, user.organisation_id, endpoint_id)
    if endpoint is None:
        raise NotFound()
    return EndpointView(endpoint, webhooks.deliveries(work.session, endpoint_id, SHOWN))


@needs(Right.CONNECT)
def set_enabled(work: Work, user: User, endpoint_id: UUID, *, enabled: bool) -> None:
    """Tell it, or do not. Raises NotFound."""
    view_endpoint(work, user, endpoint_id)
    webhooks.set_enabled(work.session, endpoint_id, enabled=enabled)


@needs(Right.CONNECT)
def replay(work: Work, user: User, endpoint_id: UUID, delivery_id: UUID) -> None:
    """Send something once more, with the same id. Raises NotFound."""
    view_endpoint(work, user, endpoint_id)
    if not webhooks.replay(work.session, endpoint_id, delivery_id, work.now()):
        raise NotFound()
