"""Attacks 1 to 6 and 8: things of the candidate's own that bear the names of PostgreSQL's, and borrowed rights."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.sandbox.grader_attacks.answers import RIGHT, right_with, wrong_with


@pytest.mark.docker
def test_attack_01_operator_shadowing(grader, room, owned):
    """app.=(text, text) that is always true. Session settings are pinned over a role's own, comparison is Python's,
    and in a lab nothing can be created."""
    room.refuses(
        "CREATE SCHEMA app",
        "CREATE OPERATOR public.= (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)",
        "CREATE OPERATOR CLASS public.mine FOR TYPE integer USING btree AS OPERATOR 1 <",
    )
    assert owned("SELECT sum(amount) FROM fact WHERE state = 'old'").values() == [(1,)]
    grader.contained(
        "CREATE OPERATOR = (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)", "must be one SELECT"
    )
    grader.honest(right_with("(1 OPERATOR(pg_catalog.=) 1)"))


@pytest.mark.docker
def test_attack_02_function_overloads(grader, room, owned):
    """An overload nearer to the arguments wins over pg_catalog's. Nothing can be created in a lab, not even in
    pg_temp; search_path is pinned."""
    for schema in ("public", "pg_temp", "pg_catalog"):
        room.refuses(f"CREATE FUNCTION {schema}.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'")
    room.refuses("CREATE PROCEDURE public.p() LANGUAGE sql AS 'SELECT 1'")
    assert owned("SELECT lower('A'), current_setting('search_path')").values() == [("a", '"$user", public')]
    grader.contained(
        "WITH f AS (CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS '') SELECT 1", "syntax error"
    )
    grader.honest(right_with("length(lower('A'))"))


@pytest.mark.docker
def test_attack_03_types_domains_aggregates(grader, room, owned):
    """A type named integer that is none. Types are told by OID, before the answer runs; domains by their base."""
    room.refuses(
        "CREATE TYPE public.integer AS ENUM ('1')",
        "CREATE DOMAIN public.numeric AS text",
        "CREATE AGGREGATE public.sum(integer) (SFUNC = int4pl, STYPE = integer)",
        "CREATE TYPE pg_temp.t AS (a integer)",
    )
    table = owned("SELECT sum(amount), '3'::public.int4, 4::public.text, 5::pg_catalog.int4 FROM fact")
    assert [column.type for column in table.columns] == ["bigint", "public.int4", "integer", "integer"]
    assert table.values() == [(3, "3", 4, 5)]
    grader.contained(RIGHT.replace("i.item_id,", "i.item_id::text,", 1), "column 1 (item_id) must be integer")
    grader.honest(RIGHT.replace("i.item_id,", "i.item_id::bigint,", 1))


@pytest.mark.docker
def test_attack_04_casts(grader, room):
    """A cast that gives what the grader wants to read. Casts need own types, and neither can be made."""
    room.refuses(
        "CREATE CAST (integer AS text) WITH INOUT AS IMPLICIT",
        "CREATE CAST (text AS integer) WITHOUT FUNCTION",
        "CREATE TYPE public.t AS (a integer)",
    )
    grader.contained(
        RIGHT.replace("avg(m.change)", "avg(m.change)::text", 1), "column 3 (mean_change) must be numeric"
    )
    grader.honest(RIGHT.replace("avg(m.change)", "CAST(avg(m.change) AS double precision)", 1))


@pytest.mark.docker
def test_attack_05_temporary_tables(grader, room):
    """A temporary table item hides the real one. No rights, a read-only transaction, a new session for each run."""
    room.refuses(
        "CREATE TEMP TABLE item (item_id integer)",
        "CREATE TEMP VIEW item AS SELECT 1 AS item_id",
        "CREATE TEMP SEQUENCE item",
        "SELECT * INTO TEMP item FROM movement",
    )
    grader.contained(
        f"SELECT * INTO TEMP item FROM ({RIGHT}) AS x", "must be one SELECT statement that returns columns"
    )
    grader.contained("CREATE TEMP TABLE item AS SELECT 1", "must be one SELECT")
    grader.honest(f"WITH item AS (SELECT * FROM public.item) {RIGHT}")
    grader.honest(RIGHT.replace("FROM item AS i", "FROM (SELECT * FROM item) AS i"))


@pytest.mark.docker
def test_attack_06_rights_of_the_verifier(grader, room):
    """A superuser's SELECT from a candidate's view makes the candidate a superuser. Answers run as their own login,
    which is nobody, and the platform's role reads nothing of theirs."""
    (rights,) = room.answer(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,"
        " pg_has_role('pg_read_all_data', 'USAGE'), pg_has_role('platform', 'MEMBER') FROM pg_roles"
        " WHERE rolname = session_user"
    )
    assert not any(rights)
    room.refuses(
        "CREATE VIEW public.bait AS SELECT 1",
        "CREATE MATERIALIZED VIEW public.bait AS SELECT 1",
        "ALTER ROLE candidate SUPERUSER",
        "CREATE ROLE other",
        "GRANT platform TO candidate",
        "GRANT pg_read_server_files TO candidate",
    )
    grader.contained(
        wrong_with("pg_read_file('/etc/passwd')"), "permission denied for function pg_read_file (42501)"
    )
    grader.contained(
        wrong_with("rolpassword FROM pg_authid --"), "permission denied for table pg_authid (42501)"
    )
    grader.honest(right_with("(SELECT count(*) FROM pg_roles WHERE rolname = session_user)"))


@pytest.mark.docker
def test_attack_08_reset_role(grader, room):
    """RESET ROLE restores the login's rights. The login itself is the candidate's role: there is nothing to restore."""
    room.refuses(
        "SET ROLE platform",
        "SET ROLE challenge_owner",
        "SET SESSION AUTHORIZATION platform",
        "SET SESSION AUTHORIZATION challenge_owner",
        "SELECT set_config('role', 'platform', false)",
        "SELECT set_config('session_authorization', 'platform', false)",
    )
    with room.candidate() as connection:
        for reset in (
            "RESET ROLE",
            "SET ROLE NONE",
            "RESET SESSION AUTHORIZATION",
            "RESET ALL",
            "DISCARD ALL",
        ):
            connection.execute(reset)
        who = connection.execute("SELECT current_user, session_user").fetchone()
        assert who == ("candidate", "candidate")
    assert conninfo_to_dict(room.lab.handle.dsn)["user"] == "candidate"
    for reset in ("RESET ROLE", "RESET SESSION AUTHORIZATION", "SET ROLE platform"):
        grader.contained(reset, "must be one SELECT")
    grader.contained(
        wrong_with("set_config('role', 'platform', false)"), "permission denied for function set_config"
    )
    grader.honest(right_with("length(current_user || session_user)"))
