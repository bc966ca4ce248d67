"""Numbers, times and words."""

from datetime import UTC, datetime

import pytest

from assessor.web import format


@pytest.mark.parametrize(
    ("value", "shown"),
    [(62.5, "62.5"), (100.0, "100"), (0.04, "0"), (1234567, "1,234,567"), (50, "50")],
)
def test_number(value, shown):
    assert format.number(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(999, "999"), (1234, "1.2k"), (1_250_000, "1.2M"), (3e9, "3G")])
def test_compact(value, shown):
    assert format.compact(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.44, "0.4 ms"), (38.2, "38 ms"), (1240, "1.24 s")])
def test_duration(value, shown):
    assert format.duration(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(45, "45 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"), (0, "0 minutes")]
)
def test_minutes(value, shown):
    assert format.minutes(value) == shown


def test_an_instant_says_its_zone_and_can_be_rewritten():
    shown = format.instant(datetime(2026, 11, 21, 10, 5, 7, tzinfo=UTC), "time")
    assert shown == '<time datetime="2026-11-21T10:05:07+00:00" data-local="time">10:05:07 UTC</time>'


def test_plural():
    assert [format.plural(n, "check") for n in (0, 1, 2)] == ["0 checks", "1 check", "2 checks"]
    assert format.plural(2, "challenge is", "challenges are") == "2 challenges are"
