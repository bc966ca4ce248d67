"""Weighted kappa, held against numbers computed by hand."""

import pytest

from assessor.domain.agreement import MIN_PAIRS, agreement, weighted_kappa


def test_full_agreement_is_one():
    assert weighted_kappa([(0, 0), (1, 1), (3, 3)]) == 1


def test_the_opposite_is_minus_one():
    assert weighted_kappa([(0, 3), (3, 0)]) == -1


def test_no_variety_is_no_agreement():
    assert weighted_kappa([(2, 2)] * 30) is None


def test_chance_is_nought():
    assert weighted_kappa([(one, other) for one in range(4) for other in range(4)]) == 0


def test_by_hand():
    # Observed: (1 + 0 + 0 + 1) / 4 = 0.5. Levels 0 1 1 1 2 2 2 3, mean 1.5, variance 0.75; by chance twice that.
    assert weighted_kappa([(0, 1), (1, 1), (2, 2), (2, 3)]) == pytest.approx(1 - 0.5 / 1.5, abs=5e-4)


def test_who_was_first_means_nothing():
    pairs = [(0, 1), (1, 2), (2, 2), (3, 1)]
    assert weighted_kappa(pairs) == weighted_kappa([(other, one) for one, other in pairs])


@pytest.mark.parametrize(("number", "stated"), [(MIN_PAIRS - 1, False), (MIN_PAIRS, True)])
def test_few_pairs_give_no_number(number, stated):
    pairs = [(number % 4, number % 3) for number in range(number)]
    found = agreement(pairs)
    assert found.pairs == number
    assert (found.kappa is not None) is stated
