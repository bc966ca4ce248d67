"""The interval says what the checks give, and never more."""

from __future__ import annotations

import random

import pytest

from assessor.domain.precision import ENOUGH_FOR_PERCENTILE, Item, apart, place, precision, wilson


def items(*shares: float, challenges: int = 3, points: float = 10) -> list[Item]:
    return [Item(f"c{n % challenges}", share * points, points) for n, share in enumerate(shares)]


def test_nothing_possible_is_no_score():
    assert precision([]) is None
    assert precision([Item("a", 0, 0)]) is None


def test_wilson_as_in_the_literature():
    # Wilson 1927 as in Newcombe 1998, table I: 81 of 263, and 0 of 20, at 95 percent.
    assert wilson(81 / 263, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20, 1.959964) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_score_lies_in_its_interval_even_at_the_ends(share):
    known = precision(items(*[share] * 12))
    assert known.low <= known.score <= known.high
    assert known.high - known.low > 20, "twelve checks cannot say more"


def test_more_checks_say_more_but_those_of_one_challenge_say_less_than_those_of_many():
    few, many = precision(items(*[0.5] * 6)), precision(items(*[0.5] * 60))
    assert many.high - many.low < few.high - few.low
    one, six = (precision(items(*[0.5] * 12, challenges=n)) for n in (1, 6))
    assert one.effective < six.effective < 12
    assert one.little is False
    assert precision(items(0.5, 1.0, challenges=1)).little


def test_independent_checks_count_in_full():
    known = precision(items(*[0.5] * 12, challenges=12))
    assert known.effective == 12
    assert known.error == pytest.approx(100 * (0.25 / (12 + 1.645**2)) ** 0.5, abs=0.05)


def test_one_heavy_check_outweighs_many_light_ones():
    heavy = [Item("a", 90, 90), *(Item(f"b{n}", 1, 1) for n in range(10))]
    assert precision(heavy).effective < 2


def test_the_interval_holds_nine_times_in_ten_where_checks_of_a_challenge_hang_together():
    """Candidates whose checks share luck within a challenge as much as is assumed: the interval must be honest."""
    dice = random.Random(7)  # noqa: S311 - a simulation, no secret
    held = 0
    for _ in range(2000):
        truth = dice.uniform(0.2, 0.9)
        answered = []
        for challenge in range(4):
            common = dice.random() < truth
            for _check in range(5):
                right = common if dice.random() < 0.5 else dice.random() < truth
                answered.append(Item(str(challenge), float(right), 1))
        known = precision(answered)
        held += known.low <= 100 * truth <= known.high
    assert 0.87 < held / 2000 < 0.95


def test_a_place_only_among_enough():
    assert place(5, 1, ENOUGH_FOR_PERCENTILE - 1).percent is None
    assert place(10, 2, ENOUGH_FOR_PERCENTILE).percent == 55
    assert place(0, 0, 30).percent == 0


def test_only_clear_differences_are_differences():
    good, bad = precision(items(*[1.0] * 18)), precision(items(*[0.0] * 18))
    middle, near = precision(items(*[0.5] * 18)), precision(items(*[0.6] * 18))
    assert apart(good, bad)
    assert not apart(middle, near)
