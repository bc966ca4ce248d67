"""Values beside a literal."""

from __future__ import annotations

import pytest

from assessor.grading.synthesis.near import around_pattern, midnights, near, shifted


@pytest.mark.parametrize(
    ("family", "text", "expected"),
    [
        ("integer", "5", {"4", "5", "6"}),
        ("integer", "2.5", {"1", "2", "3"}),
        ("numeric", "0.25", {"0.24", "0.25", "0.26"}),
        ("numeric", "10", {"9", "10", "11", "9.99", "10.01"}),
        ("date", "2024-02-28", {"2024-02-27", "2024-02-28", "2024-02-29", "2023-02-28"}),
        ("date", "2023", {"2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"}),
        ("date", "2024-02", {"2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"}),
        ("timestamp", "2024-06-30", {"2024-06-30 00:00:00", "2024-06-29 23:59:59.999999"}),
        ("timestamptz", "2024-06-30 12:00:00+02:00", {"2024-06-30 10:00:00+00:00"}),
        ("text", "Oslo", {"Oslo", "OSLO", "Oslox", "xOslo", "Osl"}),
        ("time", "12:00:00", {"11:59:59", "12:00:00", "12:00:01"}),
    ],
)
def test_a_literal_brings_its_neighbours(family: str, text: str, expected: set[str]) -> None:
    assert expected <= set(near(family, text))


@pytest.mark.parametrize(("family", "text"), [("integer", "abc"), ("date", "abc"), ("date", "9999999")])
def test_what_is_no_such_value_brings_nothing(family: str, text: str) -> None:
    assert near(family, text) == []


def test_the_last_day_of_a_month_moves_to_one_that_exists() -> None:
    assert "2024-02-29" in near("date", "2024-01-31")


@pytest.mark.parametrize(
    ("family", "text", "expected"),
    [
        ("integer", "7", "8"),
        ("date", "2023-12-31", "2024-01-01"),
        ("text", "a", None),
        ("integer", "x", None),
    ],
)
def test_the_next_value(family: str, text: str, expected: str | None) -> None:
    assert shifted(family, text, 1) == expected


def test_midnight_is_that_of_the_zone() -> None:
    assert "2024-07-01 04:00:00+00:00" in midnights("America/New_York", ["2024-07-01"])
    assert not list(midnights("No/Such_Zone", ["2024-07-01"]))


def test_a_pattern_brings_texts_in_it_and_just_outside() -> None:
    found = around_pattern("re_d%")
    assert {"reud", "reudv", "xreud", "red", "REUD"} <= set(found)
