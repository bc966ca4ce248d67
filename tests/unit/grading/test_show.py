"""Rows that differ, as an author reads them."""

from __future__ import annotations

import struct

import pytest

from assessor.grading.show import SHOWN_ROWS, cell_text, difference
from assessor.grading.table import ResultColumn
from tests.unit.grading.tables import NAMES, cell, table

COLUMNS = "id int, name text"


def test_missing_and_extra_rows():
    wanted = table(COLUMNS, (1, "a"), (1, "a"), (2, "b"), (3, None))
    given = table(COLUMNS, (3, None), (1, "a"), (4, "d"))
    found = difference(wanted, given)
    assert (found.missing, found.extra) == ((("1", "a"), ("2", "b")), (("4", "d"),))
    assert (found.missing_rows, found.extra_rows, found.out_of_order_at) == (2, 1, 0)


def test_only_the_first_rows_are_shown_and_all_are_counted():
    found = difference(table(COLUMNS), table(COLUMNS, *((n, "x") for n in range(100))))
    assert len(found.extra) == SHOWN_ROWS
    assert (found.missing_rows, found.extra_rows) == (0, 100)


def test_rows_within_the_tolerance_do_not_differ():
    wanted = table("id int, mean float", (1, 1 / 3), (2, 0.5))
    given = table("id int, mean float", (2, 0.75), (1, 1 / 3 + 1e-13))
    found = difference(wanted, given)
    assert (found.missing, found.extra) == ((("2", "0.5"),), (("2", "0.75"),))


def test_the_first_place_where_the_order_differs():
    """Rows 2 and 3 tie on the sort key, so that their order says nothing."""
    wanted = table(COLUMNS, (1, "a"), (2, "b"), (2, "c"), (3, "d"), (4, "e"))
    given = table(COLUMNS, (1, "a"), (2, "c"), (2, "b"), (4, "e"), (3, "d"))
    found = difference(wanted, given, order=[0])
    assert found.out_of_order_at == 4
    assert (found.missing, found.extra) == ((("3", "d"),), (("4", "e"),))
    assert difference(wanted, given).missing_rows == 0


def test_columns_that_do_not_fit_are_named_and_no_rows_compared():
    found = difference(table("id int", (1,)), table(COLUMNS, (1, "a")))
    assert found.expected_columns == ("id integer",)
    assert found.given_columns == ("id integer", "name text")
    assert (found.missing_rows, found.extra_rows) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("int", None, "NULL"),
        ("numeric", "5.00", "5.00"),
        ("date", 0, "2000-01-01"),
        ("timestamp", 0, "2000-01-01 00:00:00"),
        ("bool", True, "True"),
        ("int[]", (1, None), "[1, None]"),
        ("text", "two\nlines", "two\\nlines"),
        ("text", "\x1b[31mred", "\\x1b[31mred"),
        ("text", "x" * 100, "x" * 59 + "…"),
    ],
)
def test_cells(kind, value, text):
    assert cell_text(ResultColumn("c", NAMES[kind]), cell(kind, value)) == text


def test_cells_that_cannot_be_read_are_shown_in_hexadecimal():
    infinity = struct.pack("!i", 2**31 - 1)
    assert cell_text(ResultColumn("c", "date"), infinity) == "\\x7fffffff"
    assert cell_text(ResultColumn("c", "point"), b"\x01") == "\\x01"
    assert cell_text(ResultColumn("c", "mood", "E"), b"glad") == "glad"
