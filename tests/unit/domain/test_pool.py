"""How many servers wait, and how long a candidate."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.pool import (
    STARTS_AT_ONCE,
    WARM_MB,
    Demand,
    default_memory_mb,
    queue_place,
    targets,
    wanted,
)

PLENTY = 1_000_000
demands = st.builds(
    lambda scheduled, opened, active: Demand(scheduled, min(opened, scheduled), active),
    *[st.integers(0, 500)] * 3,
)


def test_everybody_at_the_door_gets_a_server_and_few_wait_for_the_rest():
    assert wanted(Demand()) == 0
    assert wanted(Demand(scheduled=1)) == 1
    assert wanted(Demand(scheduled=200)) == 10
    assert wanted(Demand(scheduled=200, opened=60)) == 60 + 7
    assert wanted(Demand(active=100)) == 4, "some may have to be replaced"


def test_with_room_enough_all_wants_are_met():
    assert targets({"a": Demand(opened=3, scheduled=3), "b": Demand()}, PLENTY) == {"a": 3, "b": 0}


def test_with_little_room_each_challenge_gets_its_first_before_any_gets_its_second():
    busy, quiet = Demand(scheduled=90, opened=90), Demand(scheduled=3)
    assert targets({"quiet": quiet, "busy": busy}, 4 * WARM_MB) == {"busy": 3, "quiet": 1}
    assert targets({"quiet": quiet, "busy": busy}, WARM_MB) == {"busy": 1, "quiet": 0}
    assert targets({"busy": busy}, 0) == {"busy": 0}


@given(st.dictionaries(st.integers(), demands, max_size=6), st.integers(0, 4000))
def test_the_pool_keeps_within_its_memory_and_never_exceeds_what_is_wanted(demand, memory_mb):
    found = targets(demand, memory_mb)
    assert found.keys() == demand.keys()
    assert sum(found.values()) * WARM_MB <= memory_mb
    assert all(0 <= found[key] <= wanted(demand[key]) for key in demand)
    room_left = memory_mb - sum(found.values()) * WARM_MB >= WARM_MB
    assert not room_left or all(found[key] == wanted(demand[key]) for key in demand)


def test_who_waits_is_told_the_place_and_the_time():
    assert queue_place(7, 10 * STARTS_AT_ONCE, 2.0).position == 7
    assert queue_place(7, 10 * STARTS_AT_ONCE, 2.0).seconds == 20
    assert queue_place(1, 1, 0.2).seconds == 1, "never nothing"
    assert queue_place(1, 1, None).seconds > 0, "also before the first start was measured"


def test_the_pool_takes_a_tenth_of_the_host_at_most_4_gb():
    assert default_memory_mb(8_000) == 800
    assert default_memory_mb(512_000) == 4096
