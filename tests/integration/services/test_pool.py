"""Servers that wait for candidates: refilled ahead, claimed without an engine, given up when nobody comes."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

from sqlalchemy import text

from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.domain.pool import SHRINK_AFTER, WARM_MB
from assessor.domain.sandboxes import SandboxStatus
from assessor.services.clock import ManualClock
from assessor.services.give_consent import give_consent
from assessor.services.open_invitation import open_invitation
from assessor.services.provision_sandbox import SandboxHost, provision_sandbox
from assessor.services.reap_sandboxes import START_TIME, reap_sandboxes
from assessor.services.refill_pool import WARMING_AT_ONCE, refill_pool
from assessor.services.start_attempt import start_attempt
from assessor.services.view_attempt import view_attempt
from assessor.services.warm_sandbox import warm_sandbox
from assessor.storage.queries import attempts, pool, sandboxes
from sandbox.memory_provider import FailingProvider, MemoryProvider
from sandbox.provider import Limits, SandboxHandle, SandboxProvider, SandboxSpec
from tests.integration.world import CHALLENGES, World

SERVERS = len(CHALLENGES) + 1
ROOMY = 100 * WARM_MB


def refill(world: World, memory_mb: int = ROOMY) -> int:
    with world.application.work() as work:
        return refill_pool(work, memory_mb)


def warming(world: World) -> list[UUID]:
    with world.application.work(readonly=True) as work:
        return [each.id for each in pool.all_of(work.session, SandboxStatus.WARMING)]


def warm(world: World, provider: SandboxProvider | None = None) -> int:
    """Start what the pool asked for, as the worker would; how many there were."""
    host = SandboxHost(provider or world.application.provider(), Limits())
    asked = warming(world)
    for sandbox_id in asked:
        warm_sandbox(world.application.work, host, sandbox_id)
    return len(asked)


def fill(world: World) -> None:
    while refill(world):
        warm(world)


def waiting(world: World) -> int:
    with world.application.work(readonly=True) as work:
        return len(pool.all_of(work.session, SandboxStatus.WARM))


def agree(world: World, attempt: Attempt) -> set[SandboxStatus]:
    with world.application.work() as work:
        give_consent(work, attempt.id)
    return statuses(world, attempt)


def statuses(world: World, attempt: Attempt) -> set[SandboxStatus]:
    with world.application.work(readonly=True) as work:
        return {each.status for each in sandboxes.of_attempt(work.session, attempt.id).values()}


def jobs(world: World) -> Counter[str]:
    with world.application.work(readonly=True) as work:
        query = text("select task_name from procrastinate_jobs where status = 'todo'")
        return Counter(work.session.scalars(query))


def test_an_open_invitation_has_servers_waiting_and_its_candidate_starts_at_once(world: World) -> None:
    attempt = world.invite().attempt
    assert refill(world) == SERVERS
    assert refill(world) == 0, "what is on its way is not asked for again"
    assert warm(world) == SERVERS
    before = {found.id for found in world.application.provider().list()}
    assert agree(world, attempt) == {SandboxStatus.READY}
    assert jobs(world)["provision"] == 0, "the worker is not needed"
    with world.application.work() as work:
        assert view_attempt(work, attempt.id).queue is None
        start_attempt(work, attempt.id)
        kinds = [event.kind for event in attempts.events(work.session, attempt.id)]
    assert kinds.count(EventKind.SANDBOX_READY) == SERVERS
    assert {found.id for found in world.application.provider().list()} == before
    assert reap_sandboxes(world.application.work, world.application.provider()).kept == SERVERS


def test_who_opens_the_invitation_is_prepared_for(world: World) -> None:
    made = [world.invite().attempt for _ in range(3)]
    fill(world)
    assert waiting(world) == SERVERS
    for attempt in made:
        for _ in range(2):
            with world.application.work() as work:
                open_invitation(work, attempt.id)
    with world.application.work(readonly=True) as work:
        events = attempts.events(work.session, made[0].id)
    assert [event.kind for event in events].count(EventKind.OPENED) == 1, "a reload is no second visit"
    fill(world)
    assert waiting(world) == len(made) * SERVERS


def test_the_pool_keeps_within_its_memory(world: World) -> None:
    for _ in range(3):
        with world.application.work() as work:
            open_invitation(work, world.invite().attempt.id)
    while refill(world, memory_mb=4 * WARM_MB):
        warm(world)
    assert waiting(world) == 4


def test_no_more_than_a_few_are_started_ahead_at_once(world: World) -> None:
    for _ in range(5):
        attempt = world.invite().attempt
        with world.application.work() as work:
            open_invitation(work, attempt.id)
    assert refill(world) == WARMING_AT_ONCE
    assert refill(world) == 0


def test_the_pool_comes_after_people(world: World) -> None:
    first, _ = world.invite().attempt, world.invite()
    assert agree(world, first) == {SandboxStatus.REQUESTED}
    assert refill(world) == 0
    world.provision(first.id)
    assert refill(world) > 0


def test_two_who_claim_at_once_from_a_pool_of_one_get_one_and_a_place_in_the_queue(world: World) -> None:
    candidates = [world.invite().attempt for _ in range(2)]
    refill(world)
    warm(world)
    assert waiting(world) == SERVERS, "one for each challenge"
    together = Barrier(2)

    def claim(attempt: Attempt) -> set[SandboxStatus]:
        together.wait()
        return agree(world, attempt)

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(claim, candidates))
    # The claims of one transaction may interleave with the other's, challenge by challenge.
    with world.application.work(readonly=True) as work:
        servers = [sandboxes.of_attempt(work.session, attempt.id).values() for attempt in candidates]
    by_status = Counter(sandbox.status for each in servers for sandbox in each)
    assert by_status == {SandboxStatus.READY: SERVERS, SandboxStatus.REQUESTED: SERVERS}, found
    handles = [str(s.handle["id"]) for each in servers for s in each if s.handle]
    assert len(set(handles)) == SERVERS, "no server has two owners"


def test_who_waits_is_served_before_who_comes_later(world: World, clock: ManualClock) -> None:
    early, late = world.invite().attempt, world.invite().attempt
    assert agree(world, early) == {SandboxStatus.REQUESTED}
    with world.application.work() as work:
        for challenge_id in sandboxes.of_attempt(work.session, early.id):
            pool.add_warming(work.session, challenge_id, work.now())
    warm(world)
    clock.advance(seconds=1)
    assert agree(world, late) == {SandboxStatus.REQUESTED}
    with world.application.work(readonly=True) as work:
        places = [view_attempt(work, attempt.id).queue for attempt in (early, late)]
    assert [place.position for place in places if place] == [1, 2]
    assert places[1].seconds >= places[0].seconds
    before = len(world.application.provider().list())
    world.provision(early.id)
    assert statuses(world, early) == {SandboxStatus.READY}
    assert len(world.application.provider().list()) == before, "what was warm went to who waited"
    assert statuses(world, late) == {SandboxStatus.REQUESTED}


def test_a_pool_that_nobody_comes_to_is_given_up(world: World, clock: ManualClock) -> None:
    world.invite(days=1)
    fill(world)
    clock.advance(days=2)
    refill(world)
    assert waiting(world) == 0
    assert jobs(world)["remove_server"] == SERVERS
    provider = world.application.provider()
    assert reap_sandboxes(world.application.work, provider).removed == SERVERS, "also if the jobs are lost"
    assert list(provider.list()) == []


def test_a_short_lull_does_not_empty_the_pool(world: World, clock: ManualClock) -> None:
    made = world.invite()
    fill(world)
    with world.application.work() as work:
        work.session.execute(text("update attempt set state = 'expired'"))
    refill(world)
    assert waiting(world) == SERVERS
    clock.advance(seconds=SHRINK_AFTER.total_seconds() + 1)
    refill(world)
    assert waiting(world) == 0, made.attempt.id


def test_a_start_ahead_that_fails_leaves_nothing_and_is_tried_again(world: World) -> None:
    world.invite()
    refill(world)
    warm(world, FailingProvider())
    assert warming(world) == []
    assert refill(world) == SERVERS


def test_a_worker_that_dies_while_it_warms_leaves_nothing_behind(world: World, clock: ManualClock) -> None:
    world.invite()
    refill(world)
    provider = world.application.provider()
    lost = warming(world)[0]

    class Killed(BaseException):
        pass

    class Dying(MemoryProvider):
        def start(self, spec: SandboxSpec) -> SandboxHandle:
            provider.start(spec)
            raise Killed

    try:
        warm_sandbox(world.application.work, SandboxHost(Dying(), Limits()), lost)
    except Killed:
        assert len(provider.list()) == 1, "a server nobody has written down"
    # With a minute to spare: a server's age is told by the host's own clock, which goes on.
    clock.advance(seconds=START_TIME.total_seconds() + 60)
    reaped = reap_sandboxes(world.application.work, provider)
    assert (reaped.kept, reaped.removed) == (0, 1)
    assert warming(world) == [], "what was lost is asked for anew"
    assert refill(world) == SERVERS


def test_a_server_of_the_pool_that_comes_too_late_is_not_kept(world: World) -> None:
    world.invite()
    refill(world)

    class GivenUp(MemoryProvider):
        def start(self, spec: SandboxSpec) -> SandboxHandle:
            handle = super().start(spec)
            with world.application.work() as work:
                sandboxes.forget(work.session, UUID(spec.owner.subject))
            return handle

    provider = GivenUp()
    warm(world, provider)
    assert list(provider.list()) == []


def test_a_request_that_was_served_from_the_pool_starts_no_second_server(world: World) -> None:
    attempt = world.invite().attempt
    agree(world, attempt)
    with world.application.work(readonly=True) as work:
        requested = list(sandboxes.of_attempt(work.session, attempt.id).values())
    with world.application.work() as work:
        for sandbox in requested:
            pool.add_warming(work.session, sandbox.challenge_id, work.now() - timedelta(seconds=1))
    warm(world)
    for _ in range(2):
        for sandbox in requested:
            provision_sandbox(world.application.work, world.application.sandbox_host(), sandbox.id)
    assert statuses(world, attempt) == {SandboxStatus.READY}
    assert len(world.application.provider().list()) == SERVERS
