"""Formulae against examples that others have worked."""

from __future__ import annotations

import math

import pytest

from assessor.domain.statistics import (
    MIN_CORRELATION,
    MIN_MEAN,
    Selection,
    fisher,
    impacts,
    reliability,
)


def test_alpha_of_a_published_example():
    """https://en.wikipedia.org/wiki/Cronbach%27s_alpha: variances 10 to 13, covariances 6, alpha 0.8135."""
    found = reliability(100, 50.0, 118.0, [10.0, 11.0, 12.0, 13.0])
    assert found.alpha == pytest.approx(0.8136, abs=1e-4)
    assert found.error == pytest.approx(math.sqrt(118 * (1 - 0.81356)), abs=1e-3)


def test_items_that_have_nothing_in_common_have_no_reliability():
    assert reliability(100, 50.0, 30.0, [10.0, 10.0, 10.0]).alpha == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("count", "variance", "items", "said"),
    [
        (MIN_CORRELATION - 1, 100.0, 3, f"at least {MIN_CORRELATION} graded attempts; there are 29"),
        (MIN_CORRELATION, 100.0, 1, "at least two challenges"),
        (MIN_CORRELATION, 0.0, 3, "All scores are the same"),
        (MIN_MEAN - 1, 100.0, 3, "there are 4"),
    ],
)
def test_reliability_is_refused_in_words(count, variance, items, said):
    found = reliability(count, 50.0, variance, [10.0] * items)
    assert found.alpha is None
    assert found.error is None
    assert said in found.refusal


@pytest.mark.parametrize(
    ("table", "p"),
    [
        ((3, 1, 1, 3), 34 / 70),  # Fisher's lady tasting tea
        ((1, 9, 11, 3), 0.002759456),  # https://en.wikipedia.org/wiki/Fisher%27s_exact_test
        ((10, 0, 0, 10), 2 / math.comb(20, 10)),
        ((5, 5, 5, 5), 1.0),
        ((0, 7, 0, 9), 1.0),
    ],
)
def test_fishers_exact_test(table, p):
    assert fisher(*table) == pytest.approx(p, rel=1e-6)
    a, b, c, d = table
    assert fisher(c, d, a, b) == pytest.approx(p, rel=1e-6)


def test_the_four_fifths_rule():
    """The example of 29 CFR 1607.4 D in its questions and answers: 48 of 80 and 12 of 40 are 60 % and 30 %."""
    (found,) = impacts([Selection("first", 80, 48), Selection("second", 40, 12)])
    assert found.highest.group == "first"
    assert found.ratio == pytest.approx(0.5)
    assert found.flagged


def test_small_groups_are_left_out_and_chance_is_not_flagged():
    assert impacts([Selection("first", 80, 48), Selection("second", MIN_MEAN - 1, 0)]) == ()
    (found,) = impacts([Selection("first", 6, 5), Selection("second", 6, 3)])
    assert found.ratio == pytest.approx(0.6)
    assert not found.flagged
