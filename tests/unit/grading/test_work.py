"""Work read from recorded plans, and the scale it is scored on."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.grading.work import EQUAL, Work, depth_of, share, work_of

PLANS = Path(__file__).parent / "plans"


def recorded(name):
    return json.loads((PLANS / f"{name}.json").read_text())[0]["Plan"]


def test_buffers_are_inclusive_and_rows_summed_over_nodes():
    work = work_of(recorded("subplan"))
    # A sort and a scan of 30 rows; below them 30 loops of an aggregate of 1 row over a scan that gives and removes.
    assert work.rows == round(30 + 30 + 30 * (1 + 66.67 + 1933))
    assert work.buffers == 451
    assert work.temp == 0


def test_sort_on_disk_counts_its_temporary_blocks():
    work = work_of(recorded("spill"))
    assert work.temp > 0
    assert work.total == work.buffers + work.temp + work.rows


def test_nodes_that_never_ran_count_nothing():
    plan = {"Actual Rows": 1, "Actual Loops": 1, "Plans": [{"Actual Rows": 0, "Actual Loops": 0}]}
    assert work_of(plan).rows == 1


def test_rows_of_statements_inside_functions_count():
    work = work_of({"Actual Rows": 1, "Actual Loops": 1}, 41.0)
    assert (work.rows, work.nested, work.total) == (42, 41, 42)


def test_depth_is_counted_in_levels():
    assert depth_of(recorded("subplan")) == 4
    assert depth_of({"Plans": [{}, {"Plans": [{}]}]}) == 3


def test_work_is_never_nothing():
    assert work_of({}).total == 1


def test_work_survives_json():
    work = work_of(recorded("subplan"))
    assert Work.from_json(json.loads(json.dumps(work.to_json()))) == work


@pytest.mark.parametrize(
    ("work", "expected"),
    [(1_000, 1.0), (1_100, 1.0), (10, 1.0), (100_000, 0.0), (1_000_000, 0.0)],
)
def test_the_ends_of_the_scale(work, expected):
    assert share(work, 1_000, 100_000) == expected


def test_the_middle_of_the_scale_is_the_geometric_mean():
    middle = round(math.sqrt(EQUAL * 1_000 * 100_000))
    assert share(middle, 1_000, 100_000) == pytest.approx(0.5, abs=1e-3)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_work_never_scores_more(a, b, reference, slow):
    less, more = sorted((a, b))
    assert 0.0 <= share(more, reference, slow) <= share(less, reference, slow) <= 1.0
