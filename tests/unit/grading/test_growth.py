"""Exponents of work against data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.grading.growth import Point, excess, exponent, in_words


@pytest.mark.parametrize(
    ("small", "large", "expected"),
    [((100, 50), (1_000, 500), 1.0), ((100, 50), (1_000, 5_000), 2.0), ((100, 50), (10_000, 50), 0.0)],
)
def test_exponents(small, large, expected):
    assert exponent(Point(*small), Point(*large)) == pytest.approx(expected)


def test_data_that_hardly_grows_says_nothing():
    assert exponent(Point(1_000, 1), Point(3_999, 10**6)) is None
    assert exponent(Point(0, 1), Point(3_999, 10**6)) is None


def test_only_what_is_clearly_worse_than_the_reference_and_than_linear_is_excess():
    assert excess(1.2, 0.0) == excess(1.0, 0.2) == excess(1.9, 1.7) == excess(0.3, 1.0) == 0.0
    assert excess(2.0, 1.0) == pytest.approx(0.75)
    assert excess(2.0, 0.1) == pytest.approx(0.75)
    assert excess(3.0, 2.0) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("growth", "words"),
    [
        (-0.4, "hardly grows with the data"),
        (0.4, "grows more slowly than the data"),
        (1.05, "grows in proportion to the data"),
        (1.4, "grows faster than the data"),
        (1.85, "grows with the square of the data"),
        (2.5, "grows faster than the square of the data"),
        (3.0, "grows with the cube of the data"),
        (9.0, "grows faster than the cube of the data"),
    ],
)
def test_words(growth, words):
    assert in_words(growth) == words


@given(st.integers(1, 10**6), st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_work_on_the_large_data_is_more_growth(rows, small, large):
    points = [Point(rows, small), Point(10 * rows, large), Point(10 * rows, large + 1)]
    assert exponent(points[0], points[1]) <= exponent(points[0], points[2])
