"""A pack made on the fly: 12 hidden datasets, and two large ones of 100,000 and 1,000,000 rows."""

from __future__ import annotations

from assessor.packs.loader import Pack

HIDDEN = 12

_SCHEMA = """
CREATE TABLE customer (customer_id integer PRIMARY KEY, name text NOT NULL, tier text NOT NULL);
CREATE TABLE orders (
    order_id bigint PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customer,
    ordered_at timestamp NOT NULL,
    total numeric(10, 2)
);
CREATE INDEX orders_customer_idx ON orders (customer_id, ordered_at);
CREATE INDEX customer_tier_idx ON customer (tier);
"""

_GENERATE = """
INSERT INTO customer
SELECT n, 'Customer ' || n, CASE WHEN n % 500 = 1 THEN 'gold' WHEN n % 3 = 0 THEN 'silver' ELSE 'plain' END
FROM generate_series(1, greatest(current_setting('assessor.scale')::int / 100, 4)) AS n;
INSERT INTO orders
SELECT n, 1 + n % greatest(current_setting('assessor.scale')::int / 100, 4),
       timestamp '2026-01-01' + n * interval '1 minute', CASE WHEN random() < 0.02 THEN NULL ELSE 5 + n % 90 END
FROM generate_series(1, current_setting('assessor.scale')::int * 99 / 100) AS n;
"""

REFERENCE = """
SELECT c.customer_id, c.name, o.order_id, o.total
FROM customer AS c
CROSS JOIN LATERAL (
    SELECT order_id, ordered_at, total
    FROM orders
    WHERE orders.customer_id = c.customer_id
    ORDER BY ordered_at DESC
    LIMIT 3
) AS o
WHERE c.tier = 'gold'
ORDER BY c.customer_id, o.order_id
"""

SLOW = """
SELECT customer_id, name, order_id, total
FROM (
    SELECT c.customer_id, c.name, c.tier, o.order_id, o.total,
           row_number() OVER (PARTITION BY o.customer_id ORDER BY o.ordered_at DESC) AS nth
    FROM customer AS c
    JOIN orders AS o ON o.customer_id = c.customer_id
) AS numbered
WHERE nth <= 3 AND tier = 'gold'
ORDER BY customer_id, order_id
"""

AS_GOOD = f"WITH latest AS ({REFERENCE}) SELECT * FROM latest ORDER BY customer_id, order_id"


def orders_pack() -> Pack:
    names = [f"hidden-{number}" for number in range(1, HIDDEN + 1)]
    spec = [_HEAD, _dataset("visible", "visible", 40)]
    spec += [_dataset(name, "hidden", 20 + 7 * number, number) for number, name in enumerate(names, 1)]
    spec += [_dataset("tenth", "large", 100_000), _dataset("whole", "large", 1_000_000), _checks(names)]
    return Pack.from_files(
        {
            "challenge.toml": "\n".join(spec),
            "statement.md": "The three latest orders of every gold customer, by customer and order.",
            "reference.sql": REFERENCE,
            "setup/schema.sql": _SCHEMA,
            "setup/generate.sql": _GENERATE,
            "submissions/expected.toml": '[[expect]]\nfiles = "partial/*.sql"\nscore = [70, 70]\n',
            "submissions/partial/slow.sql": SLOW,
        }
    )


_HEAD = """
format = 1
slug = "latest-orders"
title = "The latest orders"
summary = "The three latest orders of every gold customer."
kind = "query"
level = "senior"
minutes = 10
competencies = ["B1"]
[query]
columns = [
    { name = "customer_id", type = "integer" },
    { name = "name", type = "text" },
    { name = "order_id", type = "bigint" },
    { name = "total", type = "numeric" },
]
order = [{ column = "customer_id" }, { column = "order_id" }]
"""


def _dataset(name: str, role: str, scale: int, seed: int = 1) -> str:
    return f"""
[[dataset]]
name = "{name}"
role = "{role}"
setup = ["setup/generate.sql"]
shows = "the shop is another one"
seed = {seed}
scale = {scale}
"""


def _checks(hidden: list[str]) -> str:
    return f"""
[[check]]
type = "result"
id = "right"
title = "The orders are right"
competencies = ["B1"]
datasets = {hidden}
points = 70

[[check]]
type = "work"
id = "work"
title = "Little work"
competencies = ["B1"]
datasets = ["tenth", "whole"]
points = 30
slow = "submissions/partial/slow.sql"
requires = ["right"]
"""
