"""What a query's reference must prove."""

from __future__ import annotations

import pytest

from assessor.domain.outcomes import GradingResult, Provenance, Verdict
from assessor.grading.reference import References
from assessor.grading.work import Work
from assessor.kinds.query_rules import query_rules
from assessor.packs.loader import Pack
from assessor.packs.verify import Evidence
from tests.unit.grading.tables import table
from tests.unit.packs.conftest import TINY

COLUMNS = "item_id int, on_hand numeric, mean_change numeric, last_day date"
NOTHING = GradingResult(Verdict.PASSED, 0, (), Provenance("", "", "", "", 0))


@pytest.fixture(scope="module")
def tiny():
    return Pack.from_folder(TINY)


def problems(pack, one, slow=3_000):
    references = References(
        {"ties": one},
        {
            "reference/large": Work(1_000, 0, 0, {}),
            "submissions/partial/per_item.sql/large": Work(slow, 0, 0, {}),
        },
        {"reference/large": 0.5},
        {"large": 120_000},
    )
    evidence = Evidence(pack, None, NOTHING, NOTHING, ())
    rules = query_rules(lambda pack, labs: references)
    return [text for rule in rules for text in rule.problems(evidence)]


GOOD = table(COLUMNS, (1, "5", "2.5", 10), (2, "5.00", None, None), (3, "1", "1.0", 3))


def test_a_good_reference(tiny):
    assert problems(tiny, GOOD) == []
    assert problems(tiny, table(COLUMNS)) == []


def test_other_columns(tiny):
    (problem,) = problems(tiny, table("item_id bigint, on_hand numeric, mean numeric, last_day date"))
    assert problem == (
        "the spec says item_id integer, on_hand numeric, mean_change numeric, last_day date;"
        " reference.sql gives item_id bigint, on_hand numeric, mean numeric, last_day date"
    )


def test_too_few_columns(tiny):
    assert len(problems(tiny, table("item_id int"))) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [(1, "1", "1", 1), (2, "5", "1", 1)],
        [(1, "5", "1", 1), (2, "1", "1", 1), (3, "5", "1", 1)],
        [(1, "5", "1", 1), (2, None, "1", 1)],
    ],
)
def test_another_order(tiny, rows):
    assert problems(tiny, table(COLUMNS, *rows)) == [
        "on dataset ties reference.sql orders its rows in another way"
    ]


def test_nulls_come_first_in_descending_order(tiny):
    assert problems(tiny, table(COLUMNS, (2, None, "1", 1), (1, "5", "1", 1))) == []


def test_a_slow_sample_that_is_hardly_slower(tiny):
    assert problems(tiny, GOOD, slow=2_999) == [
        "submissions/partial/per_item.sql does 2,999, reference.sql 1,000 in work"
    ]
