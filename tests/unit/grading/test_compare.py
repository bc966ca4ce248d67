"""A right answer is never rejected, a wrong one never accepted, and a failure names its rule."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.grading.compare import Rule, compare
from assessor.grading.table import ResultColumn, ResultTable
from tests.unit.grading.tables import DAY, table

NOON = dt.datetime(2026, 1, 5, 12)  # noqa: DTZ001 - a timestamp without time zone is meant
MIDNIGHT = dt.datetime(2026, 1, 5)  # noqa: DTZ001 - a timestamp without time zone is meant
MONDAY = dt.date(2026, 1, 5)
LONG_THIRD = Decimal(1) / Decimal(3)

EQUAL = {
    "same": (table("a int", (1,)), table("a int", (1,))),
    "nothing": (table("a int"), table("a int")),
    "other order of rows": (table("a int", (1,), (2,)), table("a int", (2,), (1,))),
    "duplicates": (table("a int", (1,), (1,), (2,)), table("a int", (1,), (2,), (1,))),
    "other name": (table("a int", (1,)), table("b int", (1,))),
    "repeated name": (table("a int, b int", (1, 2)), table("x int, x int", (1, 2))),
    "integer as bigint": (table("a int", (1,)), table("a bigint", (1,))),
    "integer as numeric": (table("a int", (5,)), table("a numeric", ("5.0000",))),
    "integer as double": (table("a int", (5,)), table("a float", (5.0,))),
    "trailing zeros": (table("a numeric", ("0.5",)), table("a numeric", ("0.50",))),
    "minus zero": (table("a float", (0.0,)), table("a float", (-0.0,))),
    "NULL with NULL": (table("a int, b text", (1, None)), table("a int, b text", (1, None))),
    "NaN with NaN": (table("a float", (float("nan"),)), table("a float", (float("nan"),))),
    "numeric NaN with double NaN": (table("a numeric", ("NaN",)), table("a float", (float("nan"),))),
    "infinity": (table("a float", (float("inf"),)), table("a numeric", ("Infinity",))),
    "sum of doubles": (table("a float", (0.3,)), table("a float", (0.1 + 0.2,))),
    "nearly zero": (table("a float", (0.0,)), table("a float", (1e-17,))),
    "real against numeric": (table("a numeric", ("0.1",)), table("a real", (0.1,))),
    "average against double": (table("a numeric", (LONG_THIRD,)), table("a float", (1 / 3,))),
    "average with other digits": (
        table("a numeric", ("0.3333333333333333",)),
        table("a numeric", ("0.33333333333333333333",)),
    ),
    "text as char": (table("a text", ("ab",)), table("a char", ("ab   ",))),
    "date as midnight": (table("a date", (MONDAY,)), table("a timestamp", (MIDNIGHT,))),
    "date as midnight UTC": (table("a date", (MONDAY,)), table("a timestamptz", (MIDNIGHT,))),
    "infinite date": (table("a date", (2**31 - 1,)), table("a timestamp", (2**63 - 1,))),
    "before Christ": (table("a date", (-1_000_000,)), table("a timestamp", (-1_000_000 * DAY,))),
    "a month is 30 days": (table("a interval", ((0, 0, 1),)), table("a interval", ((0, 30, 0),))),
    "24 hours are a day": (table("a interval", ((DAY, 0, 0),)), table("a interval", ((0, 1, 0),))),
    "json keys": (table("a json", ('{"a": 1, "b": [2.0]}',)), table("a jsonb", ('{"b": [2], "a": 1.00}',))),
    "json deeper than Python": (
        table("a json", ("[" * 99_999 + "]" * 99_999,)),
        table("a json", ("[" * 99_999 + "]" * 99_999,)),
    ),
    "array": (table("a int[]", ([1, None, 3],)), table("a int[]", ([1, None, 3],))),
    "empty array": (table("a int[]", ([],)), table("a int[]", ([],))),
    "two loose columns": (
        table("a float, b float", (1.0, 5.0), (1.0 + 1e-12, 4.0)),
        table("a float, b float", (1.0 + 1e-12, 5.0), (1.0, 4.0)),
    ),
    "loose beside exact": (
        table("k text, a float", ("x", 0.3), ("y", 0.3), ("x", None)),
        table("k text, a float", ("x", None), ("y", 0.1 + 0.2), ("x", 0.1 + 0.2)),
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal(name):
    expected, actual = EQUAL[name]
    assert compare(expected, actual).equal, compare(expected, actual)
    assert compare(actual, expected).equal


DIFFERENT = {
    "a column too few": (table("a int, b int", (1, 2)), table("a int", (1,)), Rule.COLUMNS),
    "a column too many": (table("a int", (1,)), table("a int, b int", (1, 2)), Rule.COLUMNS),
    "no column": (table("a int", (1,)), ResultTable((), ((),)), Rule.COLUMNS),
    "text for a number": (table("a int", (1,)), table("a text", ("1",)), Rule.TYPES),
    "text for a date": (table("a date", (MONDAY,)), table("a text", ("2026-01-05",)), Rule.TYPES),
    "types of no rows": (table("a int"), table("a text"), Rule.TYPES),
    "boolean for a number": (table("a int", (1,)), table("a bool", (True,)), Rule.TYPES),
    "array for its element": (table("a int", (1,)), table("a int[]", ([1],)), Rule.TYPES),
    "swapped by name": (table("a int, b int", (1, 2)), table("b int, a int", (2, 1)), Rule.COLUMN_ORDER),
    "swapped without names": (
        table("a int, b text", (1, "x")),
        table("t text, n int", ("x", 1)),
        Rule.COLUMN_ORDER,
    ),
    "swapped and wrong": (table("a int, b text", (1, "x")), table("t text, n int", ("x", 2)), Rule.TYPES),
    "row lost": (table("a int", (1,), (2,)), table("a int", (1,)), Rule.MISSING),
    "all rows lost": (table("a int", (1,)), table("a int"), Rule.MISSING),
    "row invented": (table("a int", (1,)), table("a int", (1,), (2,)), Rule.EXTRA),
    "distinct lost": (table("a int", (1,)), table("a int", (1,), (1,)), Rule.DUPLICATES),
    "distinct added": (table("a int", (1,), (1,)), table("a int", (1,)), Rule.DUPLICATES),
    "zero for NULL": (table("k int, a int", (1, None)), table("k int, a int", (1, 0)), Rule.NULLS),
    "NULL for zero": (
        table("k int, a numeric", (1, "0.00")),
        table("k int, a numeric", (1, None)),
        Rule.NULLS,
    ),
    "NULL for empty text": (table("k int, a text", (1, "")), table("k int, a text", (1, None)), Rule.NULLS),
    "rounded early": (
        table("k int, a numeric", (1, "33.33")),
        table("k int, a numeric", (1, "33.30")),
        Rule.ROUNDING,
    ),
    "not rounded": (
        table("k int, a numeric", (1, "33.33")),
        table("k int, a numeric", (1, "33.33333333333333333")),
        Rule.ROUNDING,
    ),
    "exact numerics have no tolerance": (
        table("k int, a numeric", (1, "1000000000.01")),
        table("k int, a numeric", (1, "1000000000.02")),
        Rule.ROUNDING,
    ),
    "big integers have no tolerance": (
        table("k text, a bigint", ("x", 10**15)),
        table("k text, a bigint", ("x", 10**15 + 1)),
        Rule.ROUNDING,
    ),
    "integer division": (table("k int, a numeric", (1, "2.5")), table("k int, a int", (1, 2)), Rule.VALUES),
    "a day off": (
        table("k int, a date", (1, MONDAY)),
        table("k int, a date", (1, MONDAY + dt.timedelta(1))),
        Rule.DATES,
    ),
    "noon is no date": (
        table("k int, a date", (1, MONDAY)),
        table("k int, a timestamp", (1, NOON)),
        Rule.DATES,
    ),
    "other text": (table("k int, a text", (1, "x")), table("k int, a text", (1, "X")), Rule.VALUES),
    "trailing space": (table("k int, a text", (1, "x")), table("k int, a text", (1, "x ")), Rule.VALUES),
    "NaN is no number": (
        table("k int, a float", (1, 1.0)),
        table("k int, a float", (1, float("nan"))),
        Rule.VALUES,
    ),
    "infinity is no big number": (
        table("k int, a float", (1, 1e308)),
        table("k int, a float", (1, float("inf"))),
        Rule.VALUES,
    ),
    "two columns wrong": (table("a int, b int", (1, 2)), table("a int, b int", (3, 4)), Rule.VALUES),
    "fewer and wrong": (table("a int, b int", (1, 2), (3, 4)), table("a int, b int", (5, 6)), Rule.MISSING),
    "more and wrong": (table("a int, b int", (5, 6)), table("a int, b int", (1, 2), (3, 4)), Rule.EXTRA),
    "rows mixed up": (
        table("a int, b int", (1, 10), (2, 20)),
        table("a int, b int", (1, 20), (2, 10)),
        None,
    ),
    "array order": (table("k int, a int[]", (1, [1, 2])), table("k int, a int[]", (1, [2, 1])), Rule.VALUES),
    "json text is no number": (
        table("k int, a json", (1, "1")),
        table("k int, a json", (1, '"1"')),
        Rule.VALUES,
    ),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_different(name):
    expected, actual, rule = DIFFERENT[name]
    comparison = compare(expected, actual)
    assert not comparison.equal
    assert comparison.message
    if rule is not None:
        assert comparison.rule is rule, comparison


def test_names_count_only_where_asked_for():
    expected, actual = table("a int", (1,)), table("b int", (1,))
    assert compare(expected, actual).equal
    assert compare(expected, actual, names=True).rule is Rule.NAMES


class TestOrder:
    ORDERED = table("k int, v text", (2, "x"), (1, "y"), (1, "z"), (None, "w"))

    def test_is_free_unless_asked_for(self):
        assert compare(self.ORDERED, table("k int, v text", (None, "w"), (1, "z"), (1, "y"), (2, "x"))).equal

    def test_ties_may_come_in_any_order(self):
        assert compare(
            self.ORDERED, table("k int, v text", (2, "x"), (1, "z"), (1, "y"), (None, "w")), [0]
        ).equal

    def test_keys_may_not(self):
        swapped = table("k int, v text", (1, "y"), (2, "x"), (1, "z"), (None, "w"))
        assert compare(self.ORDERED, swapped, [0]).rule is Rule.ORDER

    def test_nulls_have_a_place(self):
        moved = table("k int, v text", (None, "w"), (2, "x"), (1, "y"), (1, "z"))
        assert compare(self.ORDERED, moved, [0]).rule is Rule.ORDER

    def test_a_second_key_breaks_ties(self):
        swapped = table("k int, v text", (2, "x"), (1, "z"), (1, "y"), (None, "w"))
        assert compare(self.ORDERED, swapped, [0, 1]).rule is Rule.ORDER

    def test_keys_within_tolerance_tie(self):
        expected = table("k float, v int", (0.3, 1), (0.1 + 0.2, 2))
        assert compare(expected, table("k float, v int", (0.3, 2), (0.3, 1)), [0]).equal

    def test_wrong_rows_are_reported_before_their_order(self):
        assert compare(self.ORDERED, table("k int, v text", (1, "y")), [0]).rule is Rule.MISSING

    def test_columns_in_another_order_keep_their_sort_keys(self):
        swapped = table("v text, k int", ("x", 2), ("y", 1), ("z", 1), ("w", None))
        assert compare(self.ORDERED, swapped, [0]).rule is Rule.COLUMN_ORDER
        unsorted = table("v text, k int", ("y", 1), ("x", 2), ("z", 1), ("w", None))
        assert compare(self.ORDERED, unsorted, [0]).rule is Rule.TYPES


def test_messages_never_show_hidden_values():
    for expected, actual, _ in DIFFERENT.values():
        message = compare(expected, actual).message
        for value in ("33.33", "1000000000", "2026", "NaN"):
            assert value not in message


def test_an_enum_is_compared_as_text():
    enum = ResultTable((ResultColumn("a", "mood", "E"),), ((b"sad",),))
    assert compare(table("a text", ("sad",)), enum).equal


def test_unknown_types_are_compared_byte_by_byte():
    columns = (ResultColumn("a", "int4range"),)
    same = ResultTable(columns, ((b"\x01\x02",),))
    assert compare(same, ResultTable(columns, ((b"\x01\x02",),))).equal
    assert not compare(same, ResultTable(columns, ((b"\x01\x03",),))).equal


def test_a_shadow_type_is_another_type():
    assert (
        compare(table("a int", (1,)), ResultTable((ResultColumn("a", "app.integer"),), ((b"1",),))).rule
        is Rule.TYPES
    )


@given(st.lists(st.tuples(st.integers(-3, 3) | st.none(), st.sampled_from("ab")), max_size=8), st.randoms())
def test_any_order_of_the_same_rows_is_equal(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert compare(table("a int, b text", *rows), table("a int, b text", *shuffled)).equal


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.randoms())
def test_noise_in_doubles_is_no_difference(values, random):
    noisy = [(value * (1 + random.uniform(-1e-12, 1e-12)),) for value in values]
    random.shuffle(noisy)
    assert compare(table("a float", *((value,) for value in values)), table("a float", *noisy)).equal


@given(st.lists(st.integers(-5, 5), max_size=6), st.lists(st.integers(-5, 5), max_size=6))
def test_equality_is_that_of_sorted_lists(left, right):
    same = compare(table("a int", *((n,) for n in left)), table("a int", *((n,) for n in right))).equal
    assert same == (sorted(left) == sorted(right))


def test_a_table_survives_json():
    for expected, _ in EQUAL.values():
        assert ResultTable.from_json(json.loads(json.dumps(expected.to_json()))) == expected
