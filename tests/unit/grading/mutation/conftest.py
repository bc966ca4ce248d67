"""A small shop whose queries are mutated."""

from __future__ import annotations

import pytest

from assessor.grading.mutation import TableColumn, mutate


def columns(text):
    """ "id int, name text?" as columns; a question mark allows NULL."""
    for one in text.split(","):
        name, kind = one.split()
        yield TableColumn(name, kind.rstrip("?"), kind.endswith("?"))


TABLES = {
    name: list(columns(text))
    for name, text in {
        "customer": "id integer, name text, city text?, boss_id integer?",
        "orders": "id integer, customer_id integer, placed_at timestamp, total numeric, fee numeric?, state text?",
        "refund": "id integer, order_id integer?, amount numeric?, day date",
    }.items()
}
KEYS = {"customer": [["id"]], "orders": [["id"]], "refund": [["id"]]}
REFERENCES = {
    "orders": [("customer_id", "customer", "id")],
    "refund": [("order_id", "orders", "id")],
}


@pytest.fixture
def changes():
    """The changes that an operator proposes for a statement, without the place in it."""

    def of(operator, sql, ordered=True):
        mutation = mutate(sql, TABLES, 10_000, KEYS, ordered, REFERENCES)
        return [mutant.change for mutant in mutation.mutants if mutant.operator == operator]

    return of


@pytest.fixture
def written():
    """The mutants of an operator as SQL."""

    def of(operator, sql):
        mutation = mutate(sql, TABLES, 10_000, KEYS, references=REFERENCES)
        return [mutant.sql for mutant in mutation.mutants if mutant.operator == operator]

    return of
