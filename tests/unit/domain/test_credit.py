"""How much time is given back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.credit import MAX_PER_REPAIR, lost_seconds, outside

START = datetime(2026, 11, 21, 10, tzinfo=UTC)
TOO_LONG = MAX_PER_REPAIR.total_seconds() * 2


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def lost(*downtimes: tuple[float, float]) -> int:
    return lost_seconds([(at(start), at(end)) for start, end in downtimes], START)


def test_every_second_begun_is_given_back():
    assert lost() == 0
    assert lost((10, 12.2)) == 3
    assert lost((10, 12.2), (20, 20.3)) == 3, "rounded once, not for every repair"


def test_servers_that_are_down_together_are_one_loss():
    assert lost((10, 20), (10, 20), (15, 25)) == 15
    assert lost((10, 40), (20, 30)) == 30


def test_what_was_down_before_the_clock_ran_costs_nothing():
    assert lost((-100, -50)) == 0
    assert lost((-100, 5)) == 5


def test_one_repair_gives_back_a_bounded_time():
    assert lost((0, TOO_LONG)) == MAX_PER_REPAIR.total_seconds()
    assert lost((0, TOO_LONG), (TOO_LONG, TOO_LONG + 7)) == MAX_PER_REPAIR.total_seconds() + 7


downtimes = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda p: (p[0], p[0] + p[1])), max_size=8
)


@given(downtimes)
def test_it_is_the_time_in_which_any_server_was_down(found):
    assert lost(*found) == len({second for start, end in found for second in range(start, end)})


@given(downtimes, st.tuples(st.integers(0, 900), st.integers(901, 1800)))
def test_a_further_downtime_never_takes_time_away(found, more):
    assert lost(*found, more) >= lost(*found)


def test_nothing_is_lost_on_a_break():
    downtimes = [(at(10), at(50)), (at(70), at(80))]
    breaks = [(at(60), at(90)), (at(20), at(30))]
    assert list(outside(downtimes, breaks)) == [(at(10), at(20)), (at(30), at(50))]
    assert list(outside(downtimes, [])) == downtimes
    assert list(outside(downtimes, [(at(0), at(100))])) == []
