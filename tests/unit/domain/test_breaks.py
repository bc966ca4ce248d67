"""Breaks stop the clock, and only for as long as may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.attempt import (
    Attempt,
    AttemptState,
    ChallengeClock,
    challenge_seconds_left,
    require_open,
)
from assessor.domain.breaks import begin_break, break_left, end_break
from assessor.errors import NotAllowed, OnBreak, WrongState

START = datetime(2026, 11, 21, 10, tzinfo=UTC)
MINUTES = 60


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def an_attempt(state: AttemptState = AttemptState.RUNNING) -> Attempt:
    ids = [uuid4() for _ in range(5)]
    return Attempt(*ids, state=state, started_at=START, deadline_at=START + timedelta(minutes=MINUTES))


def test_the_clock_stands_still_and_goes_on_where_it_stood() -> None:
    paused = begin_break(an_attempt(), 10, at(60))
    assert paused.seconds_left(at(60)) == paused.seconds_left(at(400)) == 3540
    assert break_left(paused, 10, at(400)) == 260
    with pytest.raises(OnBreak):
        require_open(paused, at(100))
    going_on = end_break(paused, at(160))
    assert going_on.seconds_left(at(160)) == 3540
    assert (break_left(going_on, 10, at(160)), going_on.on_break(at(160))) == (500, False)
    require_open(going_on, at(160))


def test_a_break_that_nobody_ends_ends_by_itself() -> None:
    paused = begin_break(an_attempt(), 1, at(0))
    assert paused.seconds_left(at(60)) == 3600
    assert paused.seconds_left(at(61)) == 3599
    assert end_break(paused, at(90)) == paused, "there is nothing to end"
    with pytest.raises(NotAllowed, match="No time for breaks"):
        begin_break(paused, 1, at(90))


def test_breaks_are_only_for_a_clock_that_runs() -> None:
    with pytest.raises(NotAllowed):
        begin_break(an_attempt(), 0, at(0))
    with pytest.raises(WrongState):
        begin_break(an_attempt(AttemptState.READY), 10, at(0))
    with pytest.raises(WrongState):
        begin_break(an_attempt(), 10, at(3600))
    paused = begin_break(an_attempt(), 10, at(0))
    assert begin_break(paused, 10, at(5)) == paused


@given(st.lists(st.floats(0, 400), min_size=1, max_size=12), st.integers(1, 20))
def test_working_and_resting_add_up(lengths: list[float], minutes: int) -> None:
    """However often somebody stops and goes on: they work for the whole time, and rest no longer than allowed."""
    attempt, now, worked = an_attempt(), START, 0.0
    for number, length in enumerate(lengths):
        step = timedelta(seconds=length)
        before = attempt.seconds_left(now)
        if number % 2 and before > 0 and break_left(attempt, minutes, now):
            attempt = begin_break(attempt, minutes, now)
            now += step
            attempt = end_break(attempt, now)
        else:
            now += step
        worked += before - attempt.seconds_left(now)
    assert worked + attempt.seconds_left(now) == pytest.approx(MINUTES * 60, abs=len(lengths))
    assert attempt.break_seconds <= minutes * 60


def test_a_challenge_ends_with_its_own_time_or_with_the_whole() -> None:
    attempt = an_attempt()
    short, long = ChallengeClock(START, at(600)), ChallengeClock(START, at(5000))
    assert challenge_seconds_left(attempt, short, at(100)) == 500
    assert challenge_seconds_left(attempt, short, at(700)) == 0
    assert challenge_seconds_left(attempt, long, at(100)) == 3500
