"""Every family of mistakes: a statement, and all that becomes of it."""

from __future__ import annotations

import pytest

CASES = {
    "comparison": [
        ("SELECT id FROM orders WHERE total > 5", ["total >= 5", "total < 5", "total <> 5"]),
        ("SELECT id FROM orders WHERE state = 'paid'", ["state <> 'paid'"]),
        (
            "SELECT id FROM orders WHERE total BETWEEN 1 AND 2",
            ["(total >= 1 AND total < 2)", "(total > 1 AND total <= 2)"],
        ),
    ],
    "null test": [
        ("SELECT id FROM orders WHERE state <> 'paid'", ["state IS DISTINCT FROM 'paid'"]),
        ("SELECT id FROM orders WHERE (state = 'paid') IS NOT TRUE", ["(state = 'paid') = FALSE"]),
        ("SELECT id FROM customer WHERE boss_id IS NOT DISTINCT FROM id", []),
        ("SELECT id FROM orders WHERE id <> 5", []),
    ],
    "connective": [
        ("SELECT id FROM orders WHERE id > 1 AND total > 5", ["id > 1 OR total > 5"]),
        ("SELECT id FROM orders WHERE NOT (id > 1)", ["(id > 1)"]),
    ],
    "membership": [
        ("SELECT id FROM orders WHERE id IN (1, 2)", ["NOT id IN (1, 2)"]),
        ("SELECT id FROM orders WHERE state NOT LIKE 'p%'", ["state LIKE 'p%'", "state NOT ILIKE 'p%'"]),
        ("SELECT id FROM orders WHERE fee IS NOT NULL", ["fee IS NULL"]),
        ("SELECT id FROM orders WHERE id = ANY(ARRAY[1])", ["ALL (ARRAY[1])"]),
    ],
    "arithmetic": [
        ("SELECT total - id FROM orders", ["total + id", "total * id", "id - total"]),
        ("SELECT day + interval '1 day' FROM refund", ["day - INTERVAL '1 DAY'"]),
        ("SELECT -amount FROM refund", ["amount"]),
    ],
    "order": [
        (
            "SELECT id, fee FROM orders ORDER BY fee DESC, id",
            [
                "the sort key fee DESC was dropped",
                "the sort key id was dropped",
                "fee DESC became fee ASC",
                "fee DESC became fee DESC NULLS LAST",
                "id became id DESC",
            ],
        ),
        ("SELECT id FROM (SELECT id FROM orders ORDER BY id) AS o", []),
        ("SELECT string_agg(name, ',' ORDER BY id) FROM customer", ["id became id DESC"]),
    ],
    "constant": [
        ("SELECT id FROM orders WHERE total > 0.5", ["-0.5", "1.5"]),
        ("SELECT id FROM refund WHERE day = date '2024-02-29'", ["'2024-02-28'", "'2024-03-01'"]),
        (
            "SELECT id FROM orders WHERE placed_at < timestamp '2024-01-01 00:00:00'",
            [
                "'2023-12-31 00:00:00'",
                "'2024-01-02 00:00:00'",
                "'2023-12-31 23:59:59'",
                "'2024-01-01 00:00:01'",
            ],
        ),
        ("SELECT id FROM orders WHERE state = 'paid'", ["'PAID'"]),
        ("SELECT id FROM orders WHERE state LIKE 'p\\_%'", ["'%p\\_%'", "'p\\_'", "'p_%'"]),
        ("SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM refund)", []),
    ],
    "aggregate": [
        ("SELECT max(name) FROM customer", ["MIN(name)"]),
        ("SELECT min(day) FROM refund", ["MAX(day)"]),
        ("SELECT count(fee) FROM orders", ["COUNT(DISTINCT fee)", "COUNT(*)"]),
        ("SELECT count(DISTINCT customer_id) FROM orders", ["COUNT(customer_id)", "COUNT(*)"]),
        ("SELECT count(*) FROM orders", ["COUNT(orders.fee)"]),
        ("SELECT count(name) FROM customer", ["COUNT(name) became COUNT(customer.city)"]),
        (
            "SELECT sum(total) FROM orders",
            ["AVG(total)", "MAX(total)", "COUNT(total)", "SUM(DISTINCT total)"],
        ),
    ],
    "distinct": [
        ("SELECT DISTINCT city FROM customer", ["DISTINCT was dropped"]),
        ("SELECT city FROM customer", ["SELECT became SELECT DISTINCT"]),
        ("SELECT id, city FROM customer", []),
        ("SELECT city FROM customer GROUP BY city", []),
        ("SELECT count(*) FROM customer", []),
        (
            "SELECT DISTINCT ON (city, name) id FROM customer ORDER BY city, name",
            [
                "DISTINCT ON was dropped",
                "DISTINCT ON became DISTINCT",
                "DISTINCT ON lost city",
                "DISTINCT ON lost name",
            ],
        ),
    ],
    "grouping": [
        (
            "SELECT city, name FROM customer GROUP BY city, name",
            [
                "GROUP BY lost city",
                "GROUP BY lost name",
                "GROUP BY got customer.id as well",
                "GROUP BY got customer.boss_id as well",
            ],
        ),
        (
            "SELECT c.id, c.name FROM customer AS c GROUP BY c.id, c.name",
            [
                "GROUP BY lost c.id",
                "GROUP BY c.id became GROUP BY c.name",
                "GROUP BY c.id became GROUP BY c.city",
            ],
        ),
        (
            "SELECT city, count(*) FROM customer GROUP BY ROLLUP (city, name)",
            ["ROLLUP (city, name) lost city", "ROLLUP (city, name) lost name"],
        ),
    ],
    "join": [
        (
            "SELECT c.id FROM customer AS c LEFT JOIN refund AS r ON r.id = c.id WHERE c.id > 1",
            [
                "r.id = c.id moved from ON of r to WHERE",
                "c.id > 1 moved from WHERE to ON of r",
                "LEFT JOIN r became JOIN r",
            ],
        ),
        ("SELECT o.id FROM orders AS o JOIN customer AS c ON c.id = o.customer_id WHERE o.id > 1", []),
        (
            "SELECT r.id FROM refund AS r JOIN orders AS o ON o.id = r.order_id WHERE r.id > 1",
            ["JOIN o became LEFT JOIN o"],
        ),
        (
            "SELECT c.id FROM customer AS c CROSS JOIN LATERAL (SELECT 1 AS x FROM orders) AS o",
            ["CROSS JOIN o became LEFT JOIN o ON TRUE"],
        ),
    ],
    "condition": [
        (
            "SELECT id FROM orders WHERE id > 1 AND (total > 5 OR fee > 5)",
            [
                "the condition id > 1 was dropped",
                "the condition (total > 5 OR fee > 5) was dropped",
                "the condition total > 5 was dropped",
                "the condition fee > 5 was dropped",
            ],
        ),
        (
            "SELECT count(*) FILTER (WHERE id > 1) FROM orders HAVING count(*) > 2",
            [
                "WHERE id > 1 was dropped from COUNT(*)",
                "the condition id > 1 was dropped",
                "the condition COUNT(*) > 2 was dropped",
            ],
        ),
    ],
    "set operation": [
        (
            "SELECT id FROM orders UNION SELECT id FROM refund",
            [
                "UNION became UNION ALL",
                "UNION became INTERSECT",
                "UNION became EXCEPT",
                "the side after UNION was dropped",
                "the side before UNION was dropped",
            ],
        )
    ],
    "anti-join": [
        (
            "SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM refund)",
            ["NOT IN became NOT EXISTS for order_id"],
        ),
        ("SELECT id FROM orders WHERE id NOT IN (SELECT id FROM refund)", []),
        (
            "SELECT o.id FROM orders AS o WHERE NOT EXISTS (SELECT 1 FROM refund AS r WHERE r.order_id = o.id)",
            ["NOT EXISTS became NOT IN for order_id"],
        ),
        (
            "SELECT o.id FROM orders AS o LEFT JOIN refund AS r ON r.order_id = o.id WHERE r.id IS NULL",
            ["LEFT JOIN r with IS NULL became NOT IN"],
        ),
    ],
    "null": [
        ("SELECT coalesce(fee, 0) FROM orders", ["COALESCE(fee, 0) became fee"]),
        ("SELECT coalesce(total, 0) FROM orders", []),
        (
            "SELECT coalesce(sum(fee), 0) FROM orders",
            ["COALESCE(SUM(fee), 0) became SUM(fee)", "COALESCE(SUM(fee), 0) became SUM(COALESCE(fee, 0))"],
        ),
        ("SELECT sum(total) FROM orders", ["SUM(total) became COALESCE(SUM(total), 0)"]),
        ("SELECT sum(total) FROM orders GROUP BY state", []),
        ("SELECT avg(fee) FROM orders", ["AVG(fee) became AVG(COALESCE(fee, 0))"]),
        ("SELECT total + fee FROM orders", ["total + fee became total + COALESCE(fee, 0)"]),
        ("SELECT 1 / nullif(id, 0) FROM orders", ["NULLIF(id, 0) became id in 1 / NULLIF(id, 0)"]),
    ],
    "case": [
        (
            "SELECT CASE WHEN id > 1 THEN total END FROM orders",
            [
                "CASE WHEN id > 1 THEN total END got ELSE 0",
                "CASE WHEN id > 1 THEN total END became total",
            ],
        ),
        (
            "SELECT CASE WHEN id > 1 THEN 'a' ELSE 'b' END FROM orders",
            [
                "CASE WHEN id > 1 THEN 'a' ELSE 'b' END lost ELSE 'b'",
                "CASE WHEN id > 1 THEN 'a' ELSE 'b' END became CASE WHEN id > 1 THEN 'b' ELSE 'a' END",
            ],
        ),
    ],
    "limit": [
        (
            "SELECT id FROM orders ORDER BY total LIMIT 1",
            [
                "the limit was dropped",
                "the limit takes all that tie with the last row",
                "LIMIT 1 became LIMIT 0",
                "LIMIT 1 became LIMIT 2",
            ],
        ),
        (
            "SELECT id FROM orders ORDER BY total FETCH FIRST 2 ROWS WITH TIES",
            [
                "the limit was dropped",
                "WITH TIES was dropped",
                "FETCH FIRST 2 ROWS WITH TIES became FETCH FIRST 1 ROWS WITH TIES",
                "FETCH FIRST 2 ROWS WITH TIES became FETCH FIRST 3 ROWS WITH TIES",
            ],
        ),
        (
            "SELECT DISTINCT ON (state) id FROM orders ORDER BY state, total",
            ["DISTINCT ON takes all rows that tie for the first"],
        ),
        ("SELECT DISTINCT ON (state) id FROM orders ORDER BY state, id", []),
    ],
    "rounding": [
        (
            "SELECT round(total / id * 100, 1) FROM orders",
            ["ROUND(total / id, 1) * 100", "TRUNC(total / id)"],
        ),
        ("SELECT id / customer_id FROM orders", ["CAST(id AS DECIMAL) / customer_id"]),
        ("SELECT id::numeric / customer_id FROM orders", ["TRUNC(CAST(id AS DECIMAL) / customer_id)", "id"]),
        ("SELECT 100.0 * id / customer_id FROM orders", ["100"]),
        ("SELECT round(sum(total), 1) FROM orders", ["SUM(ROUND(total, 1))"]),
    ],
    "date": [
        ("SELECT extract(year FROM day) FROM refund", ["EXTRACT(ISOYEAR FROM day)"]),
        (
            "SELECT date_trunc('month', day) FROM refund",
            ["DATE_TRUNC('WEEK', day)", "DATE_TRUNC('QUARTER', day)", "forgot the year"],
        ),
        (
            "SELECT day + interval '1 month' FROM refund",
            ["INTERVAL '0 MONTH'", "INTERVAL '2 MONTH'", "INTERVAL '30 DAYS'"],
        ),
        (
            "SELECT id FROM orders WHERE placed_at < date '2024-07-01'",
            ["placed_at <= CAST('2024-06-30' AS DATE)"],
        ),
        ("SELECT id FROM refund WHERE day < date '2024-07-01'", []),
        (
            "SELECT id FROM refund WHERE day >= date '2024-06-01' AND day < date '2024-07-01'",
            ["forgot the year"],
        ),
        ("SELECT placed_at::date FROM orders", ["became placed_at"]),
    ],
    "function": [
        ("SELECT greatest(total, fee) FROM orders", ["LEAST(total, fee)"]),
        ("SELECT lower(name) FROM customer", ["LOWER(name) became name"]),
    ],
    "column": [
        ("SELECT name FROM customer", ["name became customer.city"]),
        (
            "SELECT c.id FROM customer AS c JOIN orders AS o ON o.customer_id = c.id",
            ["c.id became c.boss_id", "c.id became o.id", "o.customer_id became c.id"],
        ),
    ],
}


@pytest.mark.parametrize(
    ("operator", "sql", "wanted"),
    [(operator, sql, wanted) for operator, cases in CASES.items() for sql, wanted in cases],
)
def test_what_an_operator_does(changes, operator, sql, wanted):
    found = changes(operator, sql)
    for part in wanted:
        assert any(part in change for change in found), f"{part!r} is not among {found}"
    if not wanted:
        assert found == []


WINDOWS = "SELECT rank() OVER (PARTITION BY state ORDER BY total) FROM orders"


def test_ranks_partitions_and_orders(changes):
    assert changes("window", WINDOWS) == [
        "PARTITION BY lost state in RANK() OVER (PARTITION BY state ORDER BY total)",
        "RANK() became ROW_NUMBER() in RANK() OVER (PARTITION BY state ORDER BY total)",
        "RANK() became DENSE_RANK() in RANK() OVER (PARTITION BY state ORDER BY total)",
    ]


def test_a_missing_frame_is_given(changes):
    found = changes("window", "SELECT sum(total) OVER (ORDER BY placed_at) FROM orders")
    assert [change.partition(" got ")[2] for change in found] == [
        "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
        "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
    ]


def test_a_frame_moves_its_bounds(written):
    frame = "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES"
    found = written("window", f"SELECT sum(total) OVER (ORDER BY placed_at {frame}) FROM orders")
    assert [sql.partition("placed_at ")[2].partition(")")[0] for sql in found] == [
        "RANGE BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES",
        "GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES",
        "ROWS BETWEEN 2 PRECEDING AND CURRENT ROW EXCLUDE TIES",
        "ROWS BETWEEN 0 PRECEDING AND CURRENT ROW EXCLUDE TIES",
        "ROWS BETWEEN CURRENT ROW AND CURRENT ROW EXCLUDE TIES",
        "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES",
        "ROWS BETWEEN 1 PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES",
        "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
    ]


def test_a_neighbour_on_the_other_side_or_further_away(changes):
    found = changes("window", "SELECT lag(total, 1, 0) OVER (ORDER BY id) FROM orders")
    assert [change.partition(" in ")[0] for change in found] == [
        "LAG(total, 1, 0) became LAG(total, 2, 0)",
        "LAG(total, 1, 0) became LAG(total, 1)",
        "LAG(total, 1, 0) became LEAD(total, 1, 0)",
    ]


def test_grouping_without_a_key_shows_the_smallest(written):
    sql = "SELECT c.id, c.name FROM customer AS c GROUP BY c.id, c.name ORDER BY c.id"
    wanted = "SELECT MIN(c.id) AS id, c.name FROM customer AS c GROUP BY c.name ORDER BY MIN(c.id)"
    assert wanted in written("grouping", sql)


def test_operations_keep_their_operands_together(written):
    found = written("arithmetic", "SELECT total + fee * 2 FROM orders")
    assert "SELECT total * (fee * 2) FROM orders" in found
    assert "SELECT total + (fee / 2) FROM orders" in found


def test_the_order_of_an_unordered_result_is_left_alone(changes):
    assert changes("order", "SELECT id FROM orders ORDER BY id", ordered=False) == []
    assert changes("order", "SELECT id FROM orders ORDER BY id LIMIT 1", ordered=False)
