"""Cells become comparable values, whatever PostgreSQL can send."""

import uuid

import pytest

from assessor.grading.values import NAN, base_type, reader_for
from tests.unit.grading.tables import DAY, NAMES, cell


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("numeric(12,2)", "numeric"),
        ("character varying(20)", "character varying"),
        ("timestamp(3) with time zone", "timestamp with time zone"),
        ("bigint", "bigint"),
        ("numeric(12,2)[]", "numeric[]"),
    ],
)
def test_modifiers_do_not_count(written, base):
    assert base_type(written) == base


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("int", -7, -7),
        ("bigint", 2**62, 2**62),
        ("float", float("nan"), NAN),
        ("numeric", "NaN", NAN),
        ("text", "žluť", "žluť"),
        ("char", "x  ", "x"),
        ("bool", True, True),
        ("bool", False, False),
        ("date", 1, DAY),
        ("date", 2**31 - 1, 2**63 - 1),
        ("date", -(2**31), -(2**63)),
        ("timestamp", -(2**63), -(2**63)),
        ("interval", (1, 1, 1), 1 + 31 * DAY),
        ("int[]", [1, None], ((2,), 1, None)),
        ("int[]", [], ((),)),
        ("uuid", uuid.UUID(int=5), uuid.UUID(int=5).bytes),
    ],
)
def test_reading(kind, value, read):
    reader = reader_for(NAMES[kind], "U")
    assert reader.read(cell(kind, value)) == read


def test_text_that_is_not_utf8_is_still_a_value():
    assert reader_for("text", "S").read(b"\xff") != reader_for("text", "S").read(b"\xfe")


def test_a_giant_json_number_stays_small():
    assert len(reader_for("json", "U").read(b"1e999999")) < 100


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (b"1.50", b"1.5", True),
        (b"100", b"1e2", True),
        (b"-0.0", b"0", True),
        (b'{"a": 1, "b": [2]}', b'{"b":[2.0],"a":1}', True),
        (b"1.00000000000000000000000000000000000001", b"1", False),
        (b"1e99999999999999999999", b"2e99999999999999999999", False),
        (b"[" * 5_000 + b"]" * 5_000, b"[" * 4_999 + b"]" * 4_999, False),
    ],
)
def test_json_is_compared_by_value_however_large_or_deep(left, right, same):
    read = reader_for("json", "U").read
    assert (read(left) == read(right)) is same


def test_families():
    assert reader_for("integer", "N").family == reader_for("double precision", "N").family == "number"
    assert reader_for("mood", "E").family == reader_for("text", "S").family
    assert reader_for("bigint[]", "A").family == reader_for("numeric[]", "A").family
    assert reader_for("money", "N").family == "money"


def test_void_says_nothing_whoever_returns_it():
    assert reader_for("void", "P").read(b"") is None
