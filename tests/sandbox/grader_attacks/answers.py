"""Answers to the tiny pack stock-levels, from which the attacks are made."""

from __future__ import annotations

from pathlib import Path

TINY = Path(__file__).parents[2] / "packs" / "fixtures" / "stock-levels"

_COLUMNS = "i.item_id, coalesce(sum(m.change), 0) AS on_hand, avg(m.change), max(m.moved_at)::date"
_TABLES = "FROM item AS i LEFT JOIN movement AS m USING (item_id) GROUP BY i.item_id"

RIGHT = f"SELECT {_COLUMNS} {_TABLES} ORDER BY on_hand DESC"

SLOW = (TINY / "submissions" / "partial" / "per_item.sql").read_text().strip().rstrip(";")
"""Right, and so much work that it gets no point for it: 75 in all."""

SLOW_SCORE = 75.0


def right_with(expression: str) -> str:
    """The right answer, which computes a number of no importance on the way."""
    return RIGHT.replace("i.item_id,", f"i.item_id + 0 * ({expression})::int AS item_id,", 1)


def wrong_with(*expressions: str) -> str:
    """One row of four columns that is wrong in any case."""
    return "SELECT " + ", ".join([*expressions, "1", "2", "3", "4"][:4])


def nested(text: str) -> str:
    """The same rows, but the statement runs inside a function."""
    quoted = text.replace("'", "''")
    return f"""
SELECT x.* FROM query_to_xml('{quoted}', false, false, '') AS q (doc),
XMLTABLE('/table/row' PASSING doc COLUMNS item_id int, on_hand numeric, mean_change numeric, last_day date) AS x
ORDER BY on_hand DESC"""
