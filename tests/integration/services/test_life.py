"""Servers that break during an attempt come back, never in silence, and time is given back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from assessor.domain.attempt import GRACE
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import Mishap, SandboxStatus
from assessor.errors import SandboxInRepair
from assessor.services.clock import ManualClock
from assessor.services.expire_attempts import expire_attempt
from assessor.services.finish_attempt import finish_attempt
from assessor.services.provision_sandbox import SandboxHost, provision_sandbox
from assessor.services.refill_pool import refill_pool
from assessor.services.repair_sandbox import MAX_TRIES
from assessor.services.save_draft import save_draft
from assessor.services.stop_sandboxes import stop_sandboxes
from assessor.services.view_attempt import view_attempt
from assessor.services.warm_sandbox import warm_sandbox
from assessor.storage.queries import pool
from sandbox.errors import ProviderUnavailable
from sandbox.execution import RunOutcome, RunResult, SqlError
from sandbox.memory_provider import FailingProvider, MemoryProvider, NeverReadyProvider
from sandbox.provider import Limits, SandboxProvider, SandboxState
from tests.integration.servers import (
    SERVERS,
    SLUG,
    events,
    jobs,
    now_of,
    of,
    provider_of,
    repair,
    server_of,
    try_to_run,
    watch,
)
from tests.integration.world import CHALLENGES, MINUTES, PRACTICE, World

LOST_MIDWAY = RunResult(RunOutcome.INTERRUPTED, duration_ms=70.0, message="lost")
UNREACHABLE = RunResult(RunOutcome.INTERRUPTED, message="could not be reached")


@pytest.mark.parametrize(
    ("state", "out_of_memory", "mishap"),
    [
        (SandboxState.STOPPED, False, Mishap.CRASH),
        (SandboxState.STOPPED, True, Mishap.MEMORY),
        (SandboxState.UNREADY, False, Mishap.CRASH),
    ],
)
def test_a_server_that_died_comes_back_with_its_data_and_the_time_is_given_back(
    world: World, clock: ManualClock, state: SandboxState, out_of_memory: bool, mishap: Mishap
) -> None:
    attempt = world.running()
    before = of(world, attempt)
    provider_of(world).break_down(server_of(world, attempt), state, out_of_memory=out_of_memory)
    assert watch(world) == 1
    assert watch(world) == 0, "it is told once"
    assert of(world, attempt).status is SandboxStatus.BROKEN
    assert jobs(world)["repair"] == 1
    clock.advance(seconds=7.2)
    repair(world, attempt)
    after = of(world, attempt)
    assert (after.status, after.id, after.handle) == (SandboxStatus.READY, before.id, before.handle)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert repaired.data["mishap"] == mishap
    assert repaired.data["rebuilt"] is False
    assert repaired.data["seconds"] == 7.2
    assert attempt.deadline_at is not None
    assert now_of(world, attempt).deadline_at == attempt.deadline_at + timedelta(seconds=8)
    (credited,) = events(world, attempt, EventKind.CREDITED)
    assert credited.data["seconds"] == 8
    assert now_of(world, attempt).credited_seconds == 8


def test_a_server_that_is_back_at_once_was_down_all_the_same(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    provider_of(world).break_down(server_of(world, attempt), SandboxState.STOPPED)
    watch(world)
    clock.advance(seconds=0.04)
    repair(world, attempt)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert repaired.data["seconds"] == 0.04
    assert now_of(world, attempt).credited_seconds == 1


def test_a_server_that_is_gone_is_made_anew_and_never_in_silence(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    with world.application.work() as work:
        save_draft(work, attempt.id, SLUG, "SELECT 'kept'", 0)
    before = of(world, attempt)
    provider_of(world).remove(server_of(world, attempt))
    watch(world)
    clock.advance(seconds=4)
    repair(world, attempt)
    asked = of(world, attempt)
    assert (asked.status, asked.mishap) == (SandboxStatus.REQUESTED, Mishap.LOST)
    assert asked.id != before.id, "a new server has a new owner label"
    clock.advance(seconds=6)
    world.provision(attempt.id)
    assert of(world, attempt).status is SandboxStatus.READY
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert (repaired.data["rebuilt"], repaired.data["mishap"]) == (True, Mishap.LOST)
    assert now_of(world, attempt).credited_seconds == 10
    with world.application.work(readonly=True) as work:
        assert view_attempt(work, attempt.id).challenges[0].draft.text == "SELECT 'kept'"


def test_a_server_that_is_gone_is_replaced_from_the_pool_at_once(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    with world.application.work() as work:
        refill_pool(work, 1000)
        waiting = [each.id for each in pool.all_of(work.session, SandboxStatus.WARMING)]
    for sandbox_id in waiting:
        warm_sandbox(world.application.work, world.application.sandbox_host(), sandbox_id)
    provider_of(world).remove(server_of(world, attempt))
    watch(world)
    clock.advance(seconds=1)
    repair(world, attempt)
    assert of(world, attempt).status is SandboxStatus.READY
    assert of(world, attempt).id in waiting
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert (repaired.data["rebuilt"], now_of(world, attempt).credited_seconds) == (True, 1)


def test_a_server_that_cannot_be_repaired_is_made_anew_after_a_few_tries(world: World) -> None:
    attempt = world.running()
    provider = provider_of(world)
    provider.break_down(server_of(world, attempt))
    watch(world)
    helpless = NeverReadyProvider(host=provider.host)
    repair(world, attempt, provider=helpless, tries=MAX_TRIES - 1)
    assert of(world, attempt).status is SandboxStatus.BROKEN
    repair(world, attempt, provider=helpless, tries=MAX_TRIES)
    assert of(world, attempt).status is SandboxStatus.REQUESTED


class NoEngine(MemoryProvider):
    """The engine does not answer."""

    def list(self):
        raise ProviderUnavailable

    def resume(self, handle):
        raise ProviderUnavailable


def test_an_engine_that_restarts_is_waited_for(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    away = NoEngine(host=provider_of(world).host)
    assert watch(world, away) == SERVERS, "no server answers, and no engine"
    repair(world, attempt, provider=away, tries=MAX_TRIES + 3)
    assert of(world, attempt).status is SandboxStatus.BROKEN, "nothing is thrown away meanwhile"
    clock.advance(seconds=20)
    for slug in (PRACTICE, *CHALLENGES):
        repair(world, attempt, slug)
    assert {each.data["mishap"] for each in events(world, attempt, EventKind.SANDBOX_REPAIRED)} == {
        Mishap.ENGINE
    }
    assert now_of(world, attempt).credited_seconds == 20, "servers that were down together are one loss"


def test_servers_that_answer_without_an_engine_are_left_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.running()
    monkeypatch.setattr("assessor.services.watch_sandboxes.wire.answers", lambda dsn, seconds: True)
    assert watch(world, NoEngine(host=provider_of(world).host)) == 0


def test_a_run_that_loses_its_server_asks_for_the_repair_at_once(
    world: World, clock: ManualClock, outcome: list[RunResult]
) -> None:
    attempt = world.running()
    outcome.append(LOST_MIDWAY)
    assert try_to_run(world, attempt).outcome is RunOutcome.INTERRUPTED
    assert jobs(world)["repair"] == 1
    with pytest.raises(SandboxInRepair):
        try_to_run(world, attempt)
    clock.advance(seconds=1)
    repair(world, attempt)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert repaired.data["mishap"] == Mishap.SESSION, "it came back by itself"
    outcome.append(RunResult(RunOutcome.OK, duration_ms=1.0))
    assert try_to_run(world, attempt).outcome is RunOutcome.OK


def test_a_run_that_reached_no_server_has_not_run_and_says_so(world: World, outcome: list[RunResult]) -> None:
    attempt = world.running()
    outcome.append(UNREACHABLE)
    with pytest.raises(SandboxInRepair):
        try_to_run(world, attempt)
    assert of(world, attempt).status is SandboxStatus.BROKEN, "also where the request itself failed"
    assert events(world, attempt, EventKind.RAN) == []


def test_who_ends_their_own_session_gets_no_time_for_it(world: World, outcome: list[RunResult]) -> None:
    attempt = world.running()
    ended = SqlError("57P01", "terminating connection due to administrator command")
    outcome.append(RunResult(RunOutcome.INTERRUPTED, error=ended, duration_ms=9.0))
    try_to_run(world, attempt)
    assert of(world, attempt).status is SandboxStatus.READY


def test_no_time_is_given_for_practice_and_none_before_the_start(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    provider_of(world).break_down(server_of(world, attempt, PRACTICE))
    watch(world)
    clock.advance(seconds=9)
    repair(world, attempt, PRACTICE)
    assert now_of(world, attempt).credited_seconds == 0
    early = world.agreed()
    provider_of(world).break_down(server_of(world, early))
    watch(world)
    clock.advance(seconds=9)
    repair(world, early)
    assert of(world, early).status is SandboxStatus.READY
    assert events(world, early, EventKind.CREDITED) == []


def test_an_attempt_does_not_end_while_its_server_is_down(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    clock.advance(minutes=MINUTES, seconds=-10)
    provider_of(world).break_down(server_of(world, attempt))
    watch(world)
    clock.advance(seconds=8)
    watch(world)
    assert now_of(world, attempt).seconds_left(clock.now()) == 10, "the clock stands still"
    clock.advance(seconds=10 + GRACE.total_seconds())
    with world.application.work() as work:
        assert not expire_attempt(work, attempt.id)
    repair(world, attempt)
    clock.advance(seconds=10 + GRACE.total_seconds())
    with world.application.work() as work:
        assert expire_attempt(work, attempt.id)
    assert now_of(world, attempt).is_over
    due = [e.data["deadline"] for e in events(world, attempt, EventKind.CREDITED)]
    assert datetime.fromisoformat(str(due[-1])) == now_of(world, attempt).deadline_at
    assert jobs(world)["expire"] == 1 + len(due), "each deadline has its job"


def test_the_repair_of_an_attempt_that_is_over_does_nothing(world: World) -> None:
    attempt = world.running()
    provider_of(world).break_down(server_of(world, attempt))
    watch(world)
    with world.application.work() as work:
        finish_attempt(work, attempt.id)
    repair(world, attempt)
    assert of(world, attempt).status is SandboxStatus.BROKEN
    assert stop_sandboxes(world.application.work, provider_of(world), attempt.id) == SERVERS
    assert list(provider_of(world).list()) == []


def test_a_server_that_dies_while_it_waits_is_given_up(world: World) -> None:
    world.invite()
    with world.application.work() as work:
        refill_pool(work, 1000)
        waiting = [each.id for each in pool.all_of(work.session, SandboxStatus.WARMING)]
    for sandbox_id in waiting:
        warm_sandbox(world.application.work, world.application.sandbox_host(), sandbox_id)
    provider_of(world).break_down(provider_of(world).list()[0].id)
    watch(world)
    with world.application.work(readonly=True) as work:
        assert len(pool.all_of(work.session, SandboxStatus.WARM)) == len(waiting) - 1
    assert jobs(world)["remove_server"] == 1


def test_a_start_that_fails_does_not_end_a_downtime(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    provider_of(world).remove(server_of(world, attempt))
    watch(world)
    repair(world, attempt)
    failing = FailingProvider(failures=1, host=provider_of(world).host)
    provision(world, of(world, attempt).id, failing)
    clock.advance(seconds=12)
    provision(world, of(world, attempt).id, failing)
    assert now_of(world, attempt).credited_seconds == 12


def provision(world: World, sandbox_id: UUID, provider: SandboxProvider) -> None:
    provision_sandbox(world.application.work, SandboxHost(provider, Limits()), sandbox_id)
