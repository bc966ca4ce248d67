"""Mutants on a real PostgreSQL: what the catalog tells, which of them tiny data kills, how runs are bounded."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from assessor.errors import GradingFault
from assessor.grading.mutation import TableColumn, mutate
from assessor.grading.mutation.catalog import read_catalog
from assessor.grading.mutation.trial import Bed, Fate, timed, try_mutants
from assessor.grading.mutation.wire import Failed, Wire

SCHEMA = """
    CREATE TABLE customer (id integer PRIMARY KEY, name text NOT NULL, city text);
    CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customer, total numeric(8, 2));
    CREATE UNIQUE INDEX ON customer (name) WHERE city = 'Rome';
"""
DATA = """
    INSERT INTO customer VALUES (1, 'Ada', 'Bern'), (2, 'Bo', NULL), (3, 'Ada', 'Bern');
    INSERT INTO orders VALUES (1, 1, 5.00), (2, 1, NULL), (3, 3, 5.00), (4, 3, 2.00), (5, 3, 2.00);
"""
REFERENCE = """
    SELECT c.id, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent
    FROM customer AS c
    LEFT JOIN orders AS o ON o.customer_id = c.id
    GROUP BY c.id
"""


@pytest.fixture(scope="module")
def dsn(server):
    """A database without rows and one with few."""
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        for name, script in {"mutants_none": SCHEMA, "mutants_few": SCHEMA + DATA}.items():
            connection.execute(f"CREATE DATABASE {name}")
            with psycopg.connect(make_conninfo(server.dsn("postgres"), dbname=name)) as other:
                other.execute(script)
    return server.dsn("postgres")


@pytest.fixture
def wire(dsn):
    with Wire(dsn, "mutants_few", seconds=0.5, rows=50) as opened:
        yield opened


def trials_of(dsn, sql, databases):
    catalog = read_catalog(dsn, "mutants_few")
    mutation = mutate(sql, catalog.columns, keys=catalog.keys, references=catalog.references)
    beds = []
    for database in databases:
        with Wire(dsn, database, seconds=10.0, rows=100) as opened:
            beds.append(Bed(database, database, opened.fetch(sql)))
    measured, wrong = timed(dsn, beds, mutation.original)
    assert wrong == []
    return {
        trial.mutant.change: trial
        for trial in try_mutants(dsn, measured, mutation.mutants, lambda text: None)
    }


def test_the_catalog(dsn):
    catalog = read_catalog(dsn, "mutants_none")
    assert catalog.columns["customer"] == [
        TableColumn("id", "integer", False),
        TableColumn("name", "text", False),
        TableColumn("city", "text", True),
    ]
    assert catalog.keys == {"customer": [["id"]], "orders": [["id"]]}
    assert catalog.references == {"orders": [("customer_id", "customer", "id")]}


def test_tiny_data_kills_the_mistakes_that_people_make(dsn):
    trials = trials_of(dsn, REFERENCE, ["mutants_none", "mutants_few"])
    for change in (
        "LEFT JOIN o became JOIN o",
        "COUNT(o.id) became COUNT(*) in COUNT(o.id) AS orders",
        "COUNT(o.id) became COUNT(o.total) in COUNT(o.id) AS orders",
        "COALESCE(SUM(o.total), 0) became SUM(o.total) in COALESCE(SUM(o.total), 0) AS spent",
        "GROUP BY c.id became GROUP BY c.name",
    ):
        assert trials[change].why.startswith("mutants_few: ")
    assert [trial.mutant.description for trial in trials.values() if trial.fate is not Fate.KILLED] == []


def test_without_rows_a_lost_row_is_not_noticed(dsn):
    trials = trials_of(dsn, REFERENCE, ["mutants_none"])
    assert trials["LEFT JOIN o became JOIN o"].fate is Fate.SURVIVED


def test_what_never_ends_is_killed_and_what_is_no_sql_is_invalid(dsn):
    text = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r"
    trials = trials_of(dsn, text, ["mutants_few"])
    (endless,) = (trial for change, trial in trials.items() if "the condition n < 3 was dropped" in change)
    assert endless.fate is Fate.KILLED
    assert "too many rows" in endless.why or "57014" in endless.why
    (broken,) = (trial for change, trial in trials.items() if "UNION ALL became INTERSECT" in change)
    assert broken.fate is Fate.INVALID
    assert "42P19" in broken.why


def test_a_connection_goes_on_after_errors(wire):
    for text, final in (("SELECT 1 / 0", False), ("SELECT nothing", True)):
        with pytest.raises(Failed) as failed:
            wire.fetch(text)
        assert failed.value.final is final
    with pytest.raises(Failed) as failed:
        wire.fetch("SELECT pg_sleep(5)")
    assert failed.value.noticed
    with pytest.raises(Failed, match="far too many rows"):
        wire.fetch("SELECT * FROM generate_series(1, 1000000)")
    assert wire.fetch("SELECT 1 AS one").values() == [(1,)]


def test_mutants_write_nothing(wire):
    with pytest.raises(Failed, match="25006"):
        wire.fetch("WITH gone AS (DELETE FROM orders RETURNING id) SELECT id FROM gone")


def test_a_server_that_is_not_there_is_no_fault_of_a_mutant(dsn):
    with pytest.raises(GradingFault):
        Wire(dsn, "mutants_nowhere", seconds=1.0, rows=1)


def test_a_recursion_in_circles_is_stopped_by_what_it_spills(dsn):
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r"
    with Wire(dsn, "mutants_few", seconds=120.0, rows=50, spill_mb=1) as opened:
        with pytest.raises(Failed, match="53400") as failed:
            opened.fetch(endless)
        assert failed.value.noticed
        assert opened.fetch("SELECT 1").rows
