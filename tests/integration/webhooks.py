"""An endpoint, and something that it was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from assessor.domain.people import Role, User
from assessor.domain.webhooks import DeliveryState, HookType
from assessor.services.webhooks import NewEndpoint, add_endpoint, set_enabled, view_endpoint
from assessor.storage.queries import webhooks
from tests.integration.world import World


def an_admin(world: World) -> User:
    """The manager with more roles."""
    return replace(world.manager, roles=frozenset(Role))


def an_endpoint(
    world: World, url: str = "https://hooks.example/", types: Collection[HookType] = tuple(HookType)
) -> NewEndpoint:
    """An address that is told all, or some."""
    with world.application.work() as work:
        return add_endpoint(work, an_admin(world), url, types, loopback=True)


def a_delivery(world: World) -> dict[str, UUID]:
    """The ids of one that is over, to an endpoint that is told nothing more."""
    made = an_endpoint(world, types=[HookType.INVITATION_CREATED]).endpoint
    world.invite()
    with world.application.work() as work:
        set_enabled(work, an_admin(world), made.id, enabled=False)
        (found,) = view_endpoint(work, an_admin(world), made.id).deliveries
        webhooks.settle(work.session, found.id, DeliveryState.DELIVERED, work.now(), work.now(), 204, "")
    return {"endpoint_id": made.id, "delivery_id": found.id}
