"""Servers that nobody uses sleep and wake; a candidate starts over."""

from __future__ import annotations

import pytest

from assessor.domain.attempt import AttemptState
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import Mishap, SandboxStatus
from assessor.errors import NotAllowed, SandboxAsleep, SandboxNotReady
from assessor.services.clock import ManualClock
from assessor.services.reset_sandbox import MAX_RESETS, reset_sandbox
from assessor.services.save_draft import save_draft
from assessor.services.start_attempt import start_attempt
from assessor.services.suspend_idle import find_idle, suspend_sandbox
from assessor.services.view_attempt import view_attempt
from assessor.services.wake_sandboxes import note_presence
from sandbox.execution import RunOutcome, RunResult
from sandbox.provider import SandboxState
from tests.integration.servers import (
    IDLE,
    SERVERS,
    SLUG,
    events,
    jobs,
    now_of,
    of,
    provider_of,
    repair,
    server_of,
    suspend_all,
    try_to_run,
    watch,
)
from tests.integration.statements import writing_commits
from tests.integration.world import CHALLENGES, World


def test_an_idle_server_sleeps_and_a_run_wakes_it(
    world: World, clock: ManualClock, outcome: list[RunResult]
) -> None:
    attempt = world.running()
    clock.advance(minutes=10)
    try_to_run(world, attempt)
    clock.advance(minutes=10)
    with world.application.work() as work:
        assert find_idle(work, IDLE) == SERVERS - 1
    suspend_all(world)
    assert of(world, attempt).status is SandboxStatus.READY, "it was used"
    clock.advance(minutes=10)
    suspend_all(world)
    assert of(world, attempt).status is SandboxStatus.SUSPENDED
    assert {found.state for found in provider_of(world).list()} == {SandboxState.STOPPED}
    assert watch(world) == 0, "a sleeping server is not down"
    with pytest.raises(SandboxAsleep):
        try_to_run(world, attempt)
    assert of(world, attempt).status is SandboxStatus.WAKING
    assert jobs(world)["repair"] == 1
    repair(world, attempt)
    assert try_to_run(world, attempt).outcome is RunOutcome.OK
    assert events(world, attempt, EventKind.SANDBOX_REPAIRED, EventKind.CREDITED) == []


@pytest.mark.parametrize(("pause", "commits", "noted"), [(10, 1, False), (20, 1, True), (40, 2, True)])
def test_a_server_that_is_used_often_is_noted_on_the_way(
    world: World, clock: ManualClock, outcome: list[RunResult], pause: int, commits: int, noted: bool
) -> None:
    attempt = world.running()
    clock.advance(minutes=1)
    try_to_run(world, attempt)
    before = of(world, attempt).used_at
    clock.advance(seconds=pause)
    with writing_commits(world.application) as wrote:
        try_to_run(world, attempt)
    assert (len(wrote), of(world, attempt).used_at != before) == (commits, noted)


def test_a_server_that_wakes_slowly_costs_the_candidate_nothing(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    clock.advance(minutes=20)
    suspend_all(world)
    with world.application.work() as work:
        note_presence(work, attempt.id, SLUG)
    clock.advance(seconds=5)
    repair(world, attempt)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert (repaired.data["mishap"], now_of(world, attempt).credited_seconds) == (Mishap.SLEEP, 5)


def test_a_sleeping_server_that_is_gone_is_made_anew(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    clock.advance(minutes=20)
    suspend_all(world)
    provider_of(world).remove(server_of(world, attempt))
    with world.application.work() as work:
        note_presence(work, attempt.id, SLUG)
    repair(world, attempt)
    world.provision(attempt.id)
    (repaired,) = events(world, attempt, EventKind.SANDBOX_REPAIRED)
    assert (repaired.data["mishap"], repaired.data["rebuilt"]) == (Mishap.LOST, True)


def test_looking_at_a_challenge_wakes_its_server_only_and_keeps_it_awake(
    world: World, clock: ManualClock
) -> None:
    attempt = world.running()
    clock.advance(minutes=20)
    suspend_all(world)
    with world.application.work() as work:
        note_presence(work, attempt.id, SLUG)
    assert of(world, attempt).status is SandboxStatus.WAKING
    assert of(world, attempt, CHALLENGES[1]).status is SandboxStatus.SUSPENDED
    repair(world, attempt)
    clock.advance(minutes=10)
    with world.application.work() as work:
        note_presence(work, attempt.id, SLUG)
    clock.advance(minutes=10)
    suspend_all(world)
    assert of(world, attempt).status is SandboxStatus.READY


def test_the_start_wakes_what_sleeps_and_waits_for_it(world: World, clock: ManualClock) -> None:
    attempt = world.agreed()
    clock.advance(minutes=20)
    suspend_all(world)
    with pytest.raises(SandboxNotReady), world.application.work() as work:
        start_attempt(work, attempt.id)
    for slug in CHALLENGES:
        repair(world, attempt, slug)
    with world.application.work() as work:
        assert start_attempt(work, attempt.id).state is AttemptState.RUNNING


def test_a_server_that_is_used_while_its_suspension_is_queued_is_left_awake(
    world: World, clock: ManualClock
) -> None:
    attempt = world.running()
    clock.advance(minutes=20)
    asked = of(world, attempt).id
    with world.application.work() as work:
        note_presence(work, attempt.id, SLUG)
    suspend_sandbox(world.application.work, provider_of(world), asked, IDLE)
    assert of(world, attempt).status is SandboxStatus.READY


def test_starting_over_gives_a_fresh_server_and_leaves_the_text(world: World) -> None:
    attempt = world.running()
    with world.application.work() as work:
        save_draft(work, attempt.id, SLUG, "SELECT 'kept'", 0)
    before, server = of(world, attempt), server_of(world, attempt)
    with world.application.work() as work:
        assert not reset_sandbox(work, attempt.id, SLUG)
    assert jobs(world)["remove_server"] == 1
    with world.application.work() as work:
        assert not reset_sandbox(work, attempt.id, SLUG), "it is on its way already"
    world.provision(attempt.id)
    assert of(world, attempt).status is SandboxStatus.READY
    assert of(world, attempt).id != before.id
    assert server_of(world, attempt) != server
    assert len(events(world, attempt, EventKind.SANDBOX_RESET)) == 1
    assert events(world, attempt, EventKind.CREDITED) == [], "that was the candidate's own wish"
    with world.application.work(readonly=True) as work:
        assert view_attempt(work, attempt.id).challenges[0].draft.text == "SELECT 'kept'"


def test_starting_over_has_an_end(world: World) -> None:
    attempt = world.running()
    for _ in range(MAX_RESETS):
        with world.application.work() as work:
            reset_sandbox(work, attempt.id, SLUG)
        world.provision(attempt.id)
    with pytest.raises(NotAllowed, match="started over"), world.application.work() as work:
        reset_sandbox(work, attempt.id, SLUG)


def test_starting_over_while_the_server_is_down_loses_no_time(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    provider_of(world).break_down(server_of(world, attempt))
    watch(world)
    clock.advance(seconds=3)
    with world.application.work() as work:
        reset_sandbox(work, attempt.id, SLUG)
    clock.advance(seconds=2)
    world.provision(attempt.id)
    assert now_of(world, attempt).credited_seconds == 5
