"""Moving windows: what counts, what is forgotten, and that no thread is started for them."""

from __future__ import annotations

import threading

import pytest

from assessor.web.windows import Windows


@pytest.fixture
def now():
    return [1000.0]


@pytest.fixture
def windows(now):
    return Windows(clock=lambda: now[0])


def test_hits_beyond_the_limit_are_refused_until_the_oldest_no_longer_counts(windows, now):
    assert [windows.acquire_entry("a", 2, 60) for _ in range(3)] == [True, True, False]
    now[0] += 59
    assert not windows.acquire_entry("a", 2, 60)
    now[0] += 1
    assert windows.acquire_entry("a", 2, 60)


def test_a_refused_hit_does_not_count(windows, now):
    windows.acquire_entry("a", 1, 60)
    now[0] += 30
    assert not windows.acquire_entry("a", 1, 60)
    now[0] += 30
    assert windows.acquire_entry("a", 1, 60)


def test_keys_have_windows_of_their_own(windows):
    assert windows.acquire_entry("a", 1, 60)
    assert windows.acquire_entry("b", 1, 60)


def test_several_hits_count_all_or_none(windows):
    assert not windows.acquire_entry("a", 2, 60, amount=3)
    assert windows.acquire_entry("a", 2, 60, amount=2)
    assert not windows.acquire_entry("a", 2, 60)


def test_the_window_tells_its_oldest_hit_and_their_number(windows, now):
    assert windows.get_moving_window("a", 2, 60) == (1000.0, 0)
    windows.acquire_entry("a", 2, 60)
    now[0] += 10
    windows.acquire_entry("a", 2, 60)
    assert windows.get_moving_window("a", 2, 60) == (1000.0, 2)
    now[0] += 55
    assert windows.get_moving_window("a", 2, 60) == (1010.0, 1)


def test_a_key_that_is_not_used_is_forgotten(windows, now):
    windows.acquire_entry("a", 2, 60)
    now[0] += 120
    windows.acquire_entry("b", 2, 60)
    assert set(windows._windows) == {"b"}


def test_a_cleared_key_starts_anew(windows):
    windows.acquire_entry("a", 1, 60)
    windows.clear("a")
    assert windows.acquire_entry("a", 1, 60)


def test_no_hit_starts_a_thread(windows):
    windows.timer.join()
    before = threading.active_count()
    for _ in range(5):
        windows.acquire_entry("a", 10, 60)
    assert threading.active_count() == before
