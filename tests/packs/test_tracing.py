"""Schemas in a real lab: values traced through any tables, and what the catalogue says."""

from __future__ import annotations

import pytest

from assessor.grading.catalogue import QUERIES, asked
from assessor.grading.lab import LabLimits
from assessor.grading.probing import Answer, Load, ProbeLab, Script, Trace
from assessor.grading.probing.stage import READER
from assessor.grading.session import Limits, Stopped
from sandbox.provider import Owner, SandboxSpec, SeedScript, Template, TemplateDatabase

LIMITS = LabLimits(Limits(seconds=5.0), total_seconds=600.0)

GOOD = """
CREATE TABLE customer (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE sale (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer integer NOT NULL REFERENCES customer,
    amount numeric NOT NULL CHECK (amount > 0),
    during tstzrange NOT NULL,
    EXCLUDE USING gist (customer WITH =, during WITH &&)
);
CREATE FUNCTION sell(p_customer integer, p_name text, p_amount numeric, p_during tstzrange) RETURNS void
LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO customer VALUES (p_customer, p_name) ON CONFLICT (id) DO UPDATE SET name = excluded.name;
    INSERT INTO sale (customer, amount, during) VALUES (p_customer, p_amount, p_during)
$$;
CREATE VIEW sales AS SELECT c.name, s.amount FROM sale AS s JOIN customer AS c ON c.id = s.customer;
GRANT SELECT ON sales TO caller;
"""
COPIED = """
CREATE TABLE sale (name text, amount double precision, during tsrange);
CREATE UNIQUE INDEX one ON sale (name, amount);
CREATE UNIQUE INDEX two ON sale (name, amount);
ALTER TABLE sale ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
CREATE TABLE remark (id integer PRIMARY KEY, about text UNIQUE, on_remark integer REFERENCES remark);
CREATE FUNCTION sell(p_customer integer, p_name text, p_amount numeric, p_during tstzrange) RETURNS void
LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO sale VALUES (p_name, p_amount, tsrange(lower(p_during)::timestamp, upper(p_during)::timestamp))
$$;
"""
LOAD = Load(
    "caller",
    SeedScript(
        "load.sql",
        "SELECT sell(1, 'Ada', ceil(1e9 * random())::numeric, '[2031-01-01,2031-01-02)')",
        {"assessor.seed": "5"},
    ),
)
SELL = "SELECT sell(7, 'Quillon', 71234.57, '[2031-02-01 10:00+00,2031-02-01 11:00+00)')"
AGAIN = "SELECT sell(7, 'Quillon', 71.5, '[2031-02-03 10:00+00,2031-02-03 11:00+00)')"


@pytest.fixture(scope="module")
def lab(provider):
    databases = tuple(
        TemplateDatabase(name, (SeedScript("schema.sql", "SELECT 1"),), extensions=("btree_gist",))
        for name in ("d1", "d2")
    )
    spec = SandboxSpec(Template(databases, "tracing", ("caller",)), Owner("lab", "tracing"))
    with ProbeLab(provider, spec, LIMITS, Answer(GOOD, ("caller",), "d1", loads={"d2": (LOAD,)})) as lab:
        yield lab


@pytest.fixture
def traced(lab):
    def found(text, *traces, run=(SELL, AGAIN)):
        lab.take(text)
        return lab.probe(Script("d2", "caller", run, traces=traces)).traced

    return found


def test_facts_are_loaded_through_the_answer(lab):
    sales = Script("d2", "caller", ("SELECT name, amount FROM sales",))
    lab.take(GOOD)
    [(name, amount)] = lab.probe(sales).table.values()
    assert name == "Ada"
    lab.take(f"{GOOD};")
    assert lab.probe(sales).table.values() == [(name, amount)], "random() begins with the seed"
    lab.take(GOOD.replace("FUNCTION sell", "FUNCTION vend"))
    with pytest.raises(Stopped, match=r"facts could not be stored before: .*undefined function"):
        lab.probe(Script("d2", "caller", ("SELECT 1",)))


HELD = (
    Trace("once", "Quillon"),
    Trace("exact", "71234.57"),
    Trace("gone", "Quintus"),
    Trace("held", "71234.57", "-1"),
    Trace("held", "71234.57", "much"),
    Trace("held", "2031-02-03 10:00:00+00", "2031-02-01 10:30:00+00"),
    Trace("kept", "Quillon"),
    Trace("hidden", "2031-02-03 10:00:00+00"),
)


def test_values_in_a_model_that_holds_them(traced):
    """By a key, a check, a type, an exclusion, a key that refers to it, and rights."""
    assert traced(GOOD, *HELD) == ()


BROKEN = {
    COPIED: (
        (Trace("once", "Quillon"), "the same fact is stored in 2 rows (sale: 2)"),
        (Trace("exact", "71234.57"), "sale.amount holds an exact number as double precision"),
        (
            Trace("held", "2031-02-03 10:00:00", "2031-02-01 10:30:00"),
            "no constraint holds sale.during: a value that must be refused is taken",
        ),
        (Trace("kept", "71234.57"), "rows of sale can be deleted that must be kept"),
    ),
    GOOD: (
        (Trace("once", "Quintus"), "it is stored in no table"),
        (Trace("gone", "71234.57"), "sale still holds it, in 1 row"),
        (Trace("hidden", "71234.57"), "sales shows it"),
    ),
}


@pytest.mark.parametrize("text", BROKEN, ids=("copied", "good"))
def test_values_in_a_model_that_does_not(text, traced):
    traces, complaints = zip(*BROKEN[text], strict=True)
    assert traced(text, *traces) == complaints


COMPLAINTS = {
    "interface": ["there is no function sell(integer)", "there is no view sales"],
    "primary-key": ["table sale has none"],
    "foreign-key-index": ["no index begins with remark (on_remark), which refers to remark"],
    "timestamptz": ["sale.during is tsrange"],
    "validated": ["positive of sale is not validated"],
    "duplicate-index": ["two of sale is what one is"],
}


def complaints(lab, text, interface):
    lab.take(text)
    asking = {rule: asked(query, interface) for rule, query in QUERIES.items()}
    tables = {rule: lab.probe(Script("d1", READER, (query,))).table for rule, query in asking.items()}
    return {rule: [row[0] for row in table.values()] for rule, table in tables.items() if table.values()}


def test_rules_of_the_catalogue(lab):
    sell = {"name": "public.sell(integer)", "shown": "function sell(integer)"}
    sales = {"name": "public.sales", "shown": "view sales"}
    assert complaints(lab, COPIED, [sell, sales]) == COMPLAINTS
    assert complaints(lab, GOOD, [sales]) == {}
