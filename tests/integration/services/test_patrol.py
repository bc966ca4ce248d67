"""What the watchdog finds is acted on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assessor.domain.events import EventKind
from assessor.domain.sandboxes import Mishap, SandboxStatus
from assessor.services import patrol_sandboxes as service
from assessor.services.clock import ManualClock
from sandbox.provider import SandboxHandle
from sandbox.watchdog import Bounds, Deed, Finding
from tests.integration.servers import SERVERS, SLUG, events, jobs, of, repair, server_of
from tests.integration.world import World


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Deed]:
    """What the watchdog will find, by server; only where it was sent to."""
    deeds: dict[str, Deed] = {}

    def patrol(provider: object, handles: Sequence[SandboxHandle], bounds: Bounds) -> tuple[Finding, ...]:
        assert bounds.disk_mb is not None
        return tuple(Finding(h.id, deeds[h.id], "a reason") for h in handles if h.id in deeds)

    monkeypatch.setattr(service, "patrol", patrol)
    return deeds


def go(world: World) -> int:
    return len(service.patrol_sandboxes(world.application.work, world.application.sandbox_host()))


@pytest.mark.parametrize(("deed", "mishap"), [(Deed.STOPPED, Mishap.DISK), (Deed.RESTARTED, Mishap.CRASH)])
def test_a_server_that_had_to_be_stopped_is_repaired_and_its_candidate_told(
    world: World, found: dict[str, Deed], deed: Deed, mishap: Mishap
) -> None:
    attempt = world.running()
    found[server_of(world, attempt)] = deed
    assert go(world) == 1
    assert of(world, attempt).status is SandboxStatus.BROKEN
    repair(world, attempt)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert repaired.data["mishap"] == mishap


@pytest.mark.parametrize("deed", [Deed.ENDED_SESSION, Deed.WARNED, Deed.CLEARED, Deed.UNREACHABLE])
def test_what_leaves_the_server_running_is_no_downtime(
    world: World, found: dict[str, Deed], deed: Deed
) -> None:
    attempt = world.running()
    found[server_of(world, attempt)] = deed
    assert go(world) == 1
    assert of(world, attempt, SLUG).status is SandboxStatus.READY
    assert jobs(world)["repair"] == 0


def test_servers_that_nobody_uses_are_not_visited(
    world: World, found: dict[str, Deed], clock: ManualClock
) -> None:
    world.running()
    found.update({str(each.id): Deed.WARNED for each in world.application.provider().list()})
    assert go(world) == SERVERS
    clock.advance(seconds=service.USED_OF_LATE.total_seconds() + 1)
    assert go(world) == 0
