"""Attacks 20 to 22 and 28: results that a client cannot read, reads in another way, or reads differently each time."""

from __future__ import annotations

import pytest

from assessor.domain.outcomes import Verdict
from assessor.grading.compare import compare
from tests.sandbox.grader_attacks.answers import RIGHT, right_with, wrong_with

OUTPUT_SETTINGS = {
    "extra_float_digits": "-15",
    "DateStyle": "German",
    "TimeZone": "Pacific/Kiritimati",
    "IntervalStyle": "sql_standard",
    "bytea_output": "escape",
    "client_encoding": "SQL_ASCII",
    "lc_monetary": "C",
    "xmlbinary": "hex",
}


@pytest.mark.docker
def test_attack_20_output_settings(grader, owned):
    """extra_float_digits = -15 makes 0.1 of many numbers. Values travel in binary, settings are pinned over those of
    the role, and a SELECT cannot change them."""
    denied = "permission denied for function set_config (42501)"
    for name in ("extra_float_digits", "DateStyle"):
        change = f"set_config('{name}', '{OUTPUT_SETTINGS[name]}', false)"
        grader.contained(wrong_with(change), denied)
        grader.contained(f"SELECT x.* FROM ({RIGHT}) AS x, (SELECT {change}) AS s", denied)
    shown = owned(
        "SELECT (1/3::float8)::text, date '2026-02-01'::text, current_setting('TimeZone'), 1/3::float8"
    )
    assert shown.values() == [("0.3333333333333333", "2026-02-01", "UTC", 1 / 3)]
    grader.honest(right_with("(0.1::float8 * 10 = 1)::int + length(date '2/1/2026'::text)"))


@pytest.mark.docker
def test_attack_20_settings_changed_on_the_way(owned):
    """Where a session may change them (as in a database of one's own) typed values stay what they are."""
    for name, value in OUTPUT_SETTINGS.items():
        change = f"length(set_config('{name}', '{value}', false)) > 0"
        changed = owned(
            f"SELECT 1/3::float8, timestamptz '2026-01-01 00:00+00', interval '1 day -1 h' WHERE {change}"
        )
        plain = owned("SELECT 1/3::float8, timestamptz '2026-01-01 00:00+00', interval '1 day -1 h'")
        assert compare(plain, changed).equal, name


UNPARSABLE = [
    "date '4713-01-01 BC'",
    "date '-infinity'",
    "date '5874897-12-31'",
    "timestamp 'infinity'",
    "timestamp '294276-12-31 23:59:59.999999'",
    "timestamptz '4713-01-01 00:00+00 BC'",
    "time '24:00:00'",
    "timetz '24:00:00-15:59'",
    "interval '178000000 years'",
    "interval '-2147483648 days 1 month -1 microsecond'",
    "'NaN'::numeric",
    "'-Infinity'::numeric",
    "'1e130000'::numeric",
    "'1e-16000'::numeric",
    "'-Infinity'::float8",
    "'NaN'::real",
    "(repeat('[', 5000) || repeat(']', 5000))::json",
    "'1e99999999999999999999'::json",
    '\'{"a": "\\ud800", "a": 1e-400}\'::json',
    "(repeat('[', 2000) || repeat(']', 2000))::jsonb",
    "'bought'::reason",
    "ARRAY['bought', NULL]::reason[]",
    "ROW(1, ROW('x', NULL), ARRAY[1])",
    "ROW()",
    "i FROM item AS i",
    "pg_notify('a', 'b')",
    "NULL",
    "'item'::regclass",
    "'(1,2)'::point",
    "'(2,1),(0,0)'::box",
    "'[1,5)'::int4range",
    "'{[1,2),[4,)}'::int4multirange",
    "'[0:1][-1:0]={{1,2},{3,NULL}}'::int[]",
    "'{}'::int[]",
    "B'101'",
    "'\\x00ff'::bytea",
    "'<a>&lt;</a>'::xml",
    "'a & b'::tsquery",
    "'192.168.0.0/24'::cidr",
    "'16/B374D848'::pg_lsn",
    "'0'::xid8",
    "money '-92233720368547758.08'",
    "chr(1114111)",
    "'\\x01'::text",
    "pg_snapshot '10:20:10,14'",
    "'$.a'::jsonpath",
    "txid_current_snapshot()",
    "1::oid",
    "'a'::\"char\"",
]


@pytest.mark.docker
@pytest.mark.parametrize("value", UNPARSABLE)
def test_attack_21_values_that_a_client_cannot_parse(value, room):
    """BC dates, infinity, 24:00, records, enums, JSON too deep for Python. Every value is read or taken as bytes, and
    compared: with itself it is equal, with the right result it is not."""
    table = room.lab.fetch("d1", f"SELECT {value}")
    again = room.lab.fetch("d1", f"SELECT {value}")
    expected = room.lab.fetch("d1", "SELECT item_id, 1.5, name FROM item")
    assert compare(table, again).equal
    assert not compare(expected, table).equal
    assert not compare(room.lab.fetch("d1", "SELECT 1"), table).equal


@pytest.mark.docker
@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("date '4713-01-01 BC'", "column 1 (item_id) must be integer, it is date"),
        ("repeat('[', 100000)::jsonb", "PostgreSQL stopped it: statement too complex (54001)"),
        ("'{=r/candidate}'::aclitem[]", "PostgreSQL stopped it: undefined function (42883)"),
        ("'x'::reason", "PostgreSQL does not accept it: invalid input value for enum"),
    ],
)
def test_attack_21_is_a_wrong_answer(value, says, any_grader):
    """Through the whole of a grading: a wrong answer with a reason, never an error of ours."""
    any_grader.contained(wrong_with(value), says)


@pytest.mark.docker
def test_attack_21_honest_values_at_the_borders(any_grader):
    """What a client cannot parse may well be on the way to a right answer."""
    odd = "length(timestamp '294276-12-31'::text || date 'infinity' || time '24:00' || date '4713-01-01 BC')"
    any_grader.honest(right_with(odd))


@pytest.mark.docker
def test_attack_22_columns(grader):
    """No columns, too many, names twice. Types and positions are compared; names only where they are asked for."""
    grader.contained("SELECT", "must be one SELECT statement that returns columns")
    grader.contained("SELECT FROM item", "must be one SELECT statement that returns columns")
    many = ", ".join(f"{number} AS same" for number in range(1600))
    grader.contained(f"SELECT {many}", "4 columns expected, 1600 given")
    grader.contained("SELECT NULL, NULL, NULL, NULL", "must be integer, it is text")
    grader.contained(RIGHT.replace("avg(m.change)", "'NaN'::numeric", 1), "Fails")
    grader.contained(RIGHT.replace("ORDER BY on_hand DESC", "ORDER BY on_hand"), "not in the order asked for")
    twice = RIGHT.replace("avg(m.change)", "avg(m.change) AS item_id").replace("::date", "::date AS item_id")
    grader.honest(twice)
    grader.honest(f"{RIGHT} NULLS LAST")


@pytest.mark.docker
@pytest.mark.parametrize(
    "expression",
    ["(random() < 0.5)", "(extract(microseconds FROM clock_timestamp())::int % 2)", "(pg_backend_pid() % 7)"],
)
def test_attack_28_volatile_results(expression, grader):
    """Right by luck. Every answer runs twice, in two sessions, and both must be right."""
    text = RIGHT.replace("i.item_id,", f"i.item_id + {expression}::int * 1000 AS item_id,", 1)
    results = [grader(text) for _ in range(2)]
    assert all(result.verdict is Verdict.FAILED for result in results)
    messages = [result.outcomes[0].message for result in results]
    assert any("nondeterministic" in message for message in messages), messages


@pytest.mark.docker
def test_attack_28_honest_chance(grader):
    """Ties may come in any order, and chance that changes nothing is no chance."""
    grader.honest(f"{RIGHT}, random()")
    grader.honest(right_with("length(now()::text)"))
