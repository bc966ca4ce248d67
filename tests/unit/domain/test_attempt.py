"""The attempt's state machine and clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from assessor.domain.attempt import (
    GRACE,
    OVER,
    TRANSITIONS,
    Attempt,
    AttemptState,
    deadline,
    planned_minutes,
    require_move,
    require_open,
)
from assessor.errors import DeadlinePassed, WrongState

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def an_attempt(state: AttemptState, deadline_at: datetime | None = None) -> Attempt:
    return Attempt(uuid4(), uuid4(), uuid4(), uuid4(), uuid4(), state, deadline_at=deadline_at)


@pytest.mark.parametrize("state", AttemptState)
@pytest.mark.parametrize("to", AttemptState)
def test_only_the_drawn_moves_are_possible(state: AttemptState, to: AttemptState) -> None:
    if to in TRANSITIONS[state]:
        require_move(state, to)
    else:
        with pytest.raises(WrongState, match=f"{state} cannot become {to}"):
            require_move(state, to)


def test_every_state_has_its_moves_and_a_started_attempt_never_starts_again() -> None:
    assert set(TRANSITIONS) == set(AttemptState)
    assert not any(AttemptState.RUNNING in TRANSITIONS[state] for state in OVER)
    assert AttemptState.INVITED not in set().union(*TRANSITIONS.values())


@pytest.mark.parametrize(("extra", "minutes"), [(0, 50), (25, 63), (50, 75), (100, 100), (300, 200)])
def test_extra_time_is_rounded_in_the_candidates_favour(extra: int, minutes: int) -> None:
    assert planned_minutes(50, extra) == minutes
    assert deadline(NOW, 50, extra) == NOW + timedelta(minutes=minutes)


def test_a_candidate_may_write_until_the_grace_is_over() -> None:
    attempt = an_attempt(AttemptState.RUNNING, NOW)
    require_open(attempt, NOW + GRACE)
    with pytest.raises(DeadlinePassed):
        require_open(attempt, NOW + GRACE + timedelta(microseconds=1))


@pytest.mark.parametrize("state", sorted(set(AttemptState) - {AttemptState.RUNNING}))
def test_nothing_can_be_written_unless_the_clock_runs(state: AttemptState) -> None:
    with pytest.raises(WrongState):
        require_open(an_attempt(state, NOW), NOW - timedelta(minutes=1))


def test_seconds_left_are_never_negative_and_none_run_before_the_start() -> None:
    assert an_attempt(AttemptState.RUNNING, NOW).seconds_left(NOW - timedelta(seconds=90)) == 90
    assert an_attempt(AttemptState.RUNNING, NOW).seconds_left(NOW + timedelta(seconds=1)) == 0
    assert an_attempt(AttemptState.READY).seconds_left(NOW) == 0
    assert an_attempt(AttemptState.SUBMITTED, NOW).seconds_left(NOW - timedelta(seconds=90)) == 0
