"""What is known of columns and tables decides which changes are worth trying."""

from __future__ import annotations

import pytest

from assessor.grading.mutation.facts import Facts
from assessor.grading.mutation.families import family_of
from assessor.grading.mutation.infer import kind_of
from assessor.grading.mutation.parse import parse
from tests.unit.grading.mutation.conftest import KEYS, REFERENCES, TABLES


def kinds(sql):
    tree = parse(sql)
    return [(name, kind.family, kind.nullable) for name, kind in Facts(TABLES, kind_of).outputs(tree)]


@pytest.mark.parametrize(
    ("expression", "family", "nullable"),
    [
        ("id", "integer", False),
        ("fee", "numeric", True),
        ("coalesce(fee, 0)", "numeric", False),
        ("count(*)", "integer", False),
        ("sum(total)", "numeric", True),
        ("avg(id)", "numeric", True),
        ("placed_at::date", "date", False),
        ("date_trunc('month', placed_at)", "timestamp", False),
        ("placed_at::date - date '2024-01-01'", "integer", False),
        ("placed_at::date + 1", "date", False),
        ("placed_at + interval '1 day'", "timestamp", False),
        ("placed_at - placed_at", "interval", False),
        ("extract(year FROM placed_at)", "numeric", False),
        ("id * total", "numeric", False),
        ("CASE WHEN id > 1 THEN 'a' END", "text", True),
        ("id > 1", "boolean", False),
        ("(SELECT max(r.amount) FROM refund AS r)", "numeric", True),
        ("row_number() OVER ()", "integer", False),
        ("lag(total) OVER (ORDER BY id)", "numeric", True),
        ("unheard_of(id)", None, True),
    ],
)
def test_kinds_of_expressions(expression, family, nullable):
    assert kinds(f"SELECT {expression} AS x FROM orders") == [("x", family, nullable)]


def test_conditions_let_no_null_through():
    assert kinds("SELECT fee, state FROM orders WHERE fee > 1") == [
        ("fee", "numeric", False),
        ("state", "text", True),
    ]
    assert kinds("SELECT sum(fee) AS s FROM orders WHERE fee > 1 GROUP BY id") == [("s", "numeric", False)]


def test_outer_joins_fill_with_null_unless_a_condition_forbids_it():
    join = "SELECT r.day, r.amount FROM orders AS o LEFT JOIN refund AS r ON r.order_id = o.id"
    assert kinds(join) == [("day", "date", True), ("amount", "numeric", True)]
    assert kinds(f"{join} WHERE r.id > 1") == [("day", "date", False), ("amount", "numeric", True)]


def test_recursive_parts_are_what_their_start_is_unless_they_add_null():
    text = "WITH RECURSIVE t AS (SELECT id, 0 AS depth FROM customer UNION ALL SELECT {}) SELECT * FROM t"
    good = "c.id, t.depth + 1 FROM t JOIN customer AS c ON c.boss_id = t.id"
    null = "c.id, NULL::int FROM t JOIN customer AS c ON c.boss_id = t.id"
    assert kinds(text.format(good)) == [("id", "integer", False), ("depth", "integer", False)]
    assert kinds(text.format(null)) == [("id", "integer", False), ("depth", "integer", True)]


def test_stars_aliases_and_unknown_tables():
    assert [name for name, *_ in kinds("SELECT c.* FROM customer AS c")] == ["id", "name", "city", "boss_id"]
    assert kinds("SELECT x.b FROM (VALUES (1, 'a')) AS x(a, b)") == [("b", "text", True)]
    assert kinds("SELECT n FROM generate_series(1, 3) AS n") == [("n", "integer", False)]
    assert kinds("SELECT u.x FROM unknown AS u") == [("x", None, True)]


def facts(sql):
    tree = parse(sql)
    return tree, Facts(TABLES, kind_of, keys=KEYS, references=REFERENCES)


def test_keys_of_derived_tables():
    tree, known = facts(
        """SELECT g.city, p.id, s.n FROM (SELECT city, count(*) AS n FROM customer GROUP BY city) AS g,
        (SELECT o.id FROM orders AS o JOIN customer AS c ON c.id = o.customer_id) AS p,
        (SELECT count(*) AS n FROM refund) AS s"""
    )
    assert known.has_key(tree, "g", ["city"])
    assert not known.has_key(tree, "g", ["n"])
    assert known.has_key(tree, "p", ["id"])
    assert known.has_key(tree, "s", [])


def test_a_table_is_single_when_the_others_are_joined_by_their_keys():
    tree, known = facts("SELECT 1 FROM orders AS o JOIN customer AS c ON c.id = o.customer_id")
    assert known.is_single(tree, "o")
    assert not known.is_single(tree, "c")
    tree, known = facts("SELECT 1 FROM orders AS o LEFT JOIN customer AS c USING (id)")
    assert known.is_single(tree, "o")


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("SELECT 1 FROM orders AS o JOIN customer AS c ON c.id = o.customer_id", (False, True)),
        ("SELECT 1 FROM customer AS c JOIN orders AS o ON c.id = o.customer_id", (True, False)),
        ("SELECT 1 FROM refund AS r JOIN orders AS o ON o.id = r.order_id", (True, True)),
        ("SELECT 1 FROM refund AS r JOIN orders AS o ON o.id = r.order_id WHERE r.id > 1", (True, False)),
        ("SELECT 1 FROM refund AS r JOIN orders AS o ON o.id = r.order_id WHERE o.id > 1", (False, True)),
        ("SELECT 1 FROM orders AS o JOIN customer AS c ON c.id = o.customer_id AND c.id > 1", (True, True)),
        (
            """WITH o AS (SELECT customer_id FROM orders WHERE id > 1)
            SELECT 1 FROM o JOIN customer AS c ON c.id = o.customer_id""",
            (False, True),
        ),
    ],
)
def test_which_rows_without_a_partner_an_outer_join_would_keep(sql, kept):
    tree, known = facts(sql)
    assert known.kept(tree, tree.args["joins"][0])["FULL"] == kept


@pytest.mark.parametrize(
    ("type_name", "family"),
    [
        ("numeric(10,2)", "numeric"),
        ("character varying(5)", "text"),
        ("BIGINT", "integer"),
        ("jsonb", "jsonb"),
    ],
)
def test_families(type_name, family):
    assert family_of(type_name) == family


def test_timestamps_with_a_precision_are_timestamps():
    assert family_of("timestamp(3) without time zone") == "timestamp"
