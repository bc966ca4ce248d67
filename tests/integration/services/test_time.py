"""Time: of challenges, breaks, what staff add, and what is given back when the platform was away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessor.domain.attempt import GRACE, Attempt, AttemptState
from assessor.domain.credit import MAX_PER_REPAIR
from assessor.domain.events import EventKind
from assessor.domain.rules import Navigation, Rules
from assessor.errors import (
    ChallengeClosed,
    ChallengeTimeOver,
    InvalidInput,
    NotAllowed,
    NotBegun,
    NotFound,
    NotInTurn,
    OnBreak,
    WrongState,
)
from assessor.services.beat import beat
from assessor.services.begin_challenge import begin_challenge
from assessor.services.clock import ManualClock
from assessor.services.expire_attempts import expire_attempts
from assessor.services.extend_time import accommodate, extend_time
from assessor.services.leave_challenge import leave_challenge
from assessor.services.run_statement import run_statement
from assessor.services.start_attempt import start_attempt
from assessor.services.take_break import resume, take_break
from assessor.services.view_attempt import AttemptView, view_attempt
from assessor.services.view_challenge import view_challenge
from tests.integration.servers import SLUG, events, now_of
from tests.integration.services.test_sitting import save, state, submit
from tests.integration.world import CHALLENGES, MINUTES, World

OTHER = CHALLENGES[1]


def view(world: World, attempt: Attempt) -> AttemptView:
    with world.application.work(readonly=True) as work:
        return view_attempt(work, attempt.id)


def pause(world: World, attempt: Attempt) -> None:
    with world.application.work() as work:
        take_break(work, attempt.id)


def go_on(world: World, attempt: Attempt) -> None:
    with world.application.work() as work:
        resume(work, attempt.id)


def begin(world: World, attempt: Attempt, slug: str = SLUG) -> None:
    with world.application.work() as work:
        begin_challenge(work, attempt.id, slug)


def expire(world: World) -> int:
    with world.application.work() as work:
        return expire_attempts(work)


def pulse(world: World) -> timedelta | None:
    with world.application.work() as work:
        return beat(work)


def leave(world: World, attempt: Attempt, slug: str = SLUG) -> None:
    with world.application.work() as work:
        leave_challenge(work, attempt.id, slug)


@pytest.fixture
def timed(world: World) -> World:
    """The first challenge has ten minutes of its own; breaks may take fifteen."""
    return world.with_rules(Rules(break_minutes=15), {SLUG: 10})


def test_a_challenge_with_its_own_time_begins_when_it_is_begun(timed: World, clock: ManualClock) -> None:
    attempt = timed.running(extra=50)
    with pytest.raises(NotBegun):
        save(timed, attempt, "select 1")
    with pytest.raises(NotBegun), timed.application.work(readonly=True) as work:
        view_challenge(work, attempt.id, SLUG)
    clock.advance(minutes=5)
    begin(timed, attempt)
    begin(timed, attempt)
    clock.advance(minutes=15, seconds=GRACE.total_seconds())
    assert save(timed, attempt, "in flight") == 1, "extra time is for it too, and so is the grace"
    clock.advance(seconds=1)
    with pytest.raises(ChallengeTimeOver):
        save(timed, attempt, "too late", 1)
    with pytest.raises(ChallengeTimeOver):
        submit(timed, attempt, "too late")
    assert save(timed, attempt, "select 2", slug=OTHER) == 1, "the others go on"
    assert len(events(timed, attempt, EventKind.BEGAN)) == 1


def test_the_last_draft_of_a_challenge_whose_time_is_over_is_handed_in(
    timed: World, clock: ManualClock
) -> None:
    attempt = timed.running()
    begin(timed, attempt)
    save(timed, attempt, "the last draft")
    clock.advance(minutes=MINUTES, seconds=GRACE.total_seconds() + 1)
    assert expire(timed) == 1
    assert [each.submission.text for each in view(timed, attempt).challenges if each.submission] == [
        "the last draft"
    ]


def test_a_break_stops_every_clock_and_hides_the_challenges(timed: World, clock: ManualClock) -> None:
    attempt = timed.running()
    begin(timed, attempt)
    clock.advance(minutes=4)
    pause(timed, attempt)
    pause(timed, attempt)
    clock.advance(minutes=9)
    seen = view(timed, attempt)
    assert (seen.on_break, seen.seconds_left, seen.break_left) == (True, 56 * 60, 6 * 60)
    assert seen.challenge_seconds(seen.challenges[0]) == 6 * 60
    for slug in CHALLENGES:
        with pytest.raises(OnBreak), timed.application.work(readonly=True) as work:
            view_challenge(work, attempt.id, slug)
        with pytest.raises(OnBreak):
            save(timed, attempt, "on a break", slug=slug)
        with pytest.raises(OnBreak):
            submit(timed, attempt, "on a break", slug=slug)
    go_on(timed, attempt)
    go_on(timed, attempt)
    assert now_of(timed, attempt).deadline_at == clock.now() + timedelta(minutes=56)
    seen = view(timed, attempt)
    assert (seen.challenge_seconds(seen.challenges[0]), seen.break_left) == (6 * 60, 6 * 60)
    assert [e.kind for e in events(timed, attempt, EventKind.BREAK, EventKind.RESUMED)] == [
        EventKind.BREAK,
        EventKind.RESUMED,
    ]


def test_a_break_ends_by_itself_and_the_attempt_with_it(timed: World, clock: ManualClock) -> None:
    attempt = timed.running()
    pause(timed, attempt)
    clock.advance(minutes=MINUTES + 14)
    assert expire(timed) == 0
    assert not view(timed, attempt).on_break, "fifteen minutes, then the clock went on"
    clock.advance(minutes=1, seconds=GRACE.total_seconds() + 1)
    assert expire(timed) == 1
    with pytest.raises(WrongState):
        pause(timed, attempt)


def test_without_a_rule_there_are_only_the_breaks_of_the_invitation(world: World) -> None:
    with pytest.raises(NotAllowed, match="No time for breaks"):
        pause(world, world.running())
    attempt = world.agreed()
    with world.application.work() as work:
        accommodate(work, world.manager, attempt.id, 30, 5)
        running = start_attempt(work, attempt.id)
    pause(world, running)
    seen = view(world, running)
    assert (seen.break_left, seen.minutes, seen.seconds_left) == (300, 78, 78 * 60)
    told = events(world, attempt, EventKind.ACCOMMODATED)[0].data
    assert (told["percent"], told["minutes"], told["by"]) == (30, 5, "Manager")
    with pytest.raises(WrongState, match="Add minutes"), world.application.work() as work:
        accommodate(work, world.manager, attempt.id, 50, 0)


def test_staff_add_time_while_the_clock_runs_and_it_is_kept_who_and_why(
    timed: World, clock: ManualClock
) -> None:
    attempt = timed.running()
    begin(timed, attempt)
    clock.advance(minutes=11)
    with pytest.raises(ChallengeTimeOver):
        save(timed, attempt, "late")
    with timed.application.work() as work:
        extend_time(work, timed.manager, attempt.id, 5, " fire alarm ")
    assert save(timed, attempt, "the challenge is open again") == 1
    assert view(timed, attempt).seconds_left == (MINUTES - 11 + 5) * 60
    told = events(timed, attempt, EventKind.EXTENDED)[0].data
    assert (told["seconds"], told["by"], told["reason"]) == (300, "Manager", "fire alarm")
    clock.advance(minutes=MINUTES - 11 + 4)
    assert expire(timed) == 0


@pytest.mark.parametrize(("minutes", "reason"), [(0, "why"), (241, "why"), (5, "  "), (5, "x" * 501)])
def test_nonsense_extensions_are_refused(world: World, minutes: int, reason: str) -> None:
    attempt = world.running()
    with pytest.raises(InvalidInput), world.application.work() as work:
        extend_time(work, world.manager, attempt.id, minutes, reason)


def test_time_is_added_only_by_the_own_organisation_and_only_while_it_runs(world: World) -> None:
    attempt = world.running()
    for act in (
        lambda work: extend_time(work, world.stranger, attempt.id, 5, "why"),
        lambda work: accommodate(work, world.stranger, attempt.id, 25, 0),
    ):
        with pytest.raises(NotFound), world.application.work() as work:
            act(work)
    with pytest.raises(WrongState), world.application.work() as work:
        extend_time(work, world.manager, world.agreed().id, 5, "why")


def test_an_outage_of_the_pages_or_the_database_is_given_back(world: World, clock: ManualClock) -> None:
    attempt, unstarted = world.running(), world.agreed()
    assert pulse(world) is None
    clock.advance(seconds=9)
    assert pulse(world) is None, "a restart is no outage"
    clock.advance(seconds=75)
    assert pulse(world) == timedelta(seconds=75)
    after = now_of(world, attempt)
    assert after.credited_seconds == 75
    assert after.seconds_left(clock.now()) == MINUTES * 60 - 9
    assert [e.data["seconds"] for e in events(world, attempt, EventKind.CREDITED)] == [75]
    assert events(world, unstarted, EventKind.CREDITED) == []
    clock.advance(seconds=3)
    assert pulse(world) is None
    assert now_of(world, attempt).credited_seconds == 75


def test_nobody_expires_while_the_pages_are_away(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    clock.advance(minutes=MINUTES - 10)
    pulse(world)
    clock.advance(minutes=20)
    assert expire(world) == 0, "the deadline moves while the silence lasts"
    clock.advance(minutes=21)
    assert expire(world) == 1, "but not for ever"
    assert state(world, attempt) is not AttemptState.RUNNING
    assert now_of(world, attempt).credited_seconds == MAX_PER_REPAIR.total_seconds()


def test_an_outage_during_a_break_costs_nothing_and_gives_nothing(timed: World, clock: ManualClock) -> None:
    attempt = timed.running()
    pulse(timed)
    clock.advance(seconds=2)
    pause(timed, attempt)
    clock.advance(minutes=5)
    pulse(timed)
    go_on(timed, attempt)
    assert now_of(timed, attempt).credited_seconds == 2, "only what was before the break"


def test_a_server_down_and_an_outage_at_the_same_time_are_one_loss(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    pulse(world)
    clock.advance(seconds=20)
    world.break_servers(attempt.id)
    clock.advance(seconds=40)
    pulse(world)
    clock.advance(seconds=5)
    world.repair(attempt.id)
    assert now_of(world, attempt).credited_seconds == 65


@pytest.fixture
def forward(world: World) -> World:
    """One after the other, the first with ten minutes of its own."""
    return world.with_rules(Rules(navigation=Navigation.FORWARD_ONLY), {SLUG: 10})


def test_forward_only_what_is_handed_in_is_closed_for_every_tab(forward: World, clock: ManualClock) -> None:
    attempt = forward.running()
    with pytest.raises(NotInTurn):
        save(forward, attempt, "too early", slug=OTHER)
    begin(forward, attempt)
    receipt = submit(forward, attempt, "select 1", "key")
    assert submit(forward, attempt, "select 1", "key") == receipt, "a reply that was lost is said again"
    with pytest.raises(ChallengeClosed):
        save(forward, attempt, "from another tab")
    with pytest.raises(ChallengeClosed):
        submit(forward, attempt, "select 2")
    with forward.application.work() as work:
        with pytest.raises(ChallengeClosed):
            run_statement(work, attempt.id, SLUG, "select 1")
        with pytest.raises(ChallengeClosed):
            view_challenge(work, attempt.id, SLUG)
    assert save(forward, attempt, "select 2", slug=OTHER) == 1
    assert [(each.closed, each.open) for each in view(forward, attempt).challenges] == [
        (True, False),
        (False, True),
    ]
    clock.advance(minutes=MINUTES, seconds=GRACE.total_seconds() + 1)
    expire(forward)
    assert view(forward, attempt).challenges[1].submission.text == "select 2", (
        "the last draft of what was open"
    )


def test_forward_only_a_challenge_is_left_once_with_its_last_draft(
    forward: World, clock: ManualClock
) -> None:
    attempt = forward.running()
    with pytest.raises(NotInTurn):
        leave(forward, attempt, OTHER)
    begin(forward, attempt)
    save(forward, attempt, "the last draft")
    clock.advance(minutes=11)
    for _ in range(2):
        leave(forward, attempt)
    left, following = view(forward, attempt).challenges
    assert left.closed
    assert left.submission.text == "the last draft"
    assert following.open
    assert not following.closed
    leave(forward, attempt, OTHER)
    assert view(forward, attempt).challenges[1].submission is None, "an empty draft is no answer"
    assert [event.data["slug"] for event in events(forward, attempt, EventKind.LEFT)] == [SLUG, OTHER]


def test_where_one_may_come_back_nothing_is_left(world: World) -> None:
    with pytest.raises(NotAllowed, match="come back"):
        leave(world, world.running())
