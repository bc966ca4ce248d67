"""What every provider promises. A provider's test file subclasses these and gives the fixture `make_provider`.

`make_provider()` gives a provider; called again, another one of the same installation, as after a restart;
`make_provider("other")` one of another installation on the same machine.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from sandbox.errors import SandboxGone, SeedFailed
from sandbox.execution import RunLimits, RunOutcome, run, session
from sandbox.provider import (
    Access,
    Owner,
    SandboxHandle,
    SandboxProvider,
    SandboxSpec,
    SandboxState,
    SeedScript,
    Template,
    TemplateDatabase,
)

MakeProvider = Callable[..., SandboxProvider]
OWNER = Owner("sandbox", "attempt-1")

SCHEMA = "CREATE TABLE item (id int PRIMARY KEY, price numeric(10,2), note text);"
DATA = """
INSERT INTO item SELECT g, round((random() * 100)::numeric, 2), current_setting('assessor.scale')
FROM generate_series(1, current_setting('assessor.scale')::int) AS g;
"""


def seeded(seed: str) -> tuple[SeedScript, ...]:
    return (
        SeedScript("schema.sql", SCHEMA),
        SeedScript("data.sql", DATA, {"assessor.seed": seed, "assessor.scale": "20000"}),
    )


TEMPLATE = Template(
    (
        TemplateDatabase("challenge", seeded("7")),
        TemplateDatabase("same_seed", seeded("7")),
        TemplateDatabase("other_seed", seeded("8")),
        TemplateDatabase("readable", seeded("7"), Access.READ),
    ),
    label="contract",
)
SPEC = SandboxSpec(TEMPLATE, OWNER)


class ProviderContract:
    """Of every provider, also one without servers."""

    @pytest.fixture
    def provider(self, make_provider: MakeProvider) -> Iterator[SandboxProvider]:
        provider = make_provider()
        yield provider
        for found in provider.list():
            provider.remove(found.id)

    def test_check_and_describe_say_something_in_plain_words(self, provider: SandboxProvider) -> None:
        assert provider.name in type(provider).__name__.lower()
        assert len(provider.check()) > 10
        assert provider.describe().endswith(".")

    def test_a_started_server_is_ready_and_listed_with_its_owner(self, provider: SandboxProvider) -> None:
        handle = provider.start(SPEC)
        (found,) = provider.list()
        assert provider.poll(handle) is SandboxState.READY
        assert (found.id, found.owner, found.state) == (handle.id, OWNER, SandboxState.READY)
        assert (found.template_key, found.template_label) == (TEMPLATE.key, "contract")
        assert handle.template_key == TEMPLATE.key
        assert abs(datetime.now(UTC) - found.started_at) < timedelta(minutes=5)

    def test_a_handle_survives_json_and_shows_no_secret(self, provider: SandboxProvider) -> None:
        handle = provider.start(SPEC)
        again = SandboxHandle.from_json(json.loads(json.dumps(handle.to_json())))
        assert again == handle
        assert provider.poll(again) is SandboxState.READY
        assert "password" not in repr(handle)

    def test_another_instance_finds_polls_and_removes_it(
        self, provider: SandboxProvider, make_provider: MakeProvider
    ) -> None:
        handle = provider.start(SPEC)
        restarted = make_provider()
        assert [found.id for found in restarted.list()] == [handle.id]
        assert restarted.poll(handle) is SandboxState.READY
        restarted.remove(handle.id)
        assert provider.poll(handle) is SandboxState.GONE
        assert not provider.list()

    def test_stop_and_remove_of_what_is_gone_succeed(self, provider: SandboxProvider) -> None:
        handle = provider.start(SPEC)
        provider.stop(handle)
        assert provider.poll(handle) is SandboxState.GONE
        provider.stop(handle)
        provider.remove(handle.id)
        provider.remove("000000000000")
        assert not provider.list()

    def test_another_installation_neither_sees_nor_removes_it(
        self, provider: SandboxProvider, make_provider: MakeProvider
    ) -> None:
        handle = provider.start(SPEC)
        stranger = make_provider("other")
        assert not stranger.list()
        stranger.remove(handle.id)
        assert provider.poll(handle) is SandboxState.READY

    def test_a_suspended_server_is_stopped_and_comes_back(self, provider: SandboxProvider) -> None:
        handle = provider.start(SPEC)
        provider.suspend(handle)
        provider.suspend(handle)
        assert provider.poll(handle) is SandboxState.STOPPED
        assert [(found.state, found.out_of_memory) for found in provider.list()] == [
            (SandboxState.STOPPED, False)
        ]
        provider.resume(handle)
        assert provider.poll(handle) is SandboxState.READY
        provider.resume(handle)
        assert [found.state for found in provider.list()] == [SandboxState.READY]

    def test_what_is_gone_can_be_neither_suspended_nor_resumed(
        self, provider: SandboxProvider, make_provider: MakeProvider
    ) -> None:
        handle = provider.start(SPEC)
        stranger = make_provider("other")
        for act in (stranger.suspend, stranger.resume):
            with pytest.raises(SandboxGone):
                act(handle)
        provider.remove(handle.id)
        for act in (provider.suspend, provider.resume):
            with pytest.raises(SandboxGone):
                act(handle)

    def test_what_was_baked_is_kept_while_it_is_young_needed_or_used(self, provider: SandboxProvider) -> None:
        handle = provider.start(SPEC)
        wanted, unwanted = a_template("wanted"), a_template("unwanted")
        for template in (wanted, unwanted):
            provider.prepare(template)
        said: list[str] = []
        provider.sweep([])
        for template in (wanted, unwanted):
            provider.prepare(template, said.append)
        assert said == []
        provider.sweep([wanted.key], older_seconds=0.0)
        for template in (wanted, TEMPLATE):
            provider.prepare(template, said.append)
        assert said == []
        assert provider.poll(handle) is SandboxState.READY
        provider.prepare(unwanted, said.append)
        assert said != []

    def test_four_start_at_once(self, provider: SandboxProvider) -> None:
        with ThreadPoolExecutor(4) as threads:
            handles = list(threads.map(lambda _: provider.start(SPEC), range(4)))
        assert len({handle.id for handle in handles}) == 4
        assert len({handle.dsn for handle in handles}) == 4
        assert [provider.poll(handle) for handle in handles] == [SandboxState.READY] * 4


class ServerContract(ProviderContract):
    """Of every provider whose servers are PostgreSQL; `handle` is one server that all its tests share."""

    def test_a_resumed_server_has_its_state_and_its_secrets(
        self, provider: SandboxProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(session, "CONNECT_SECONDS", 0.5)
        handle = provider.start(SPEC)
        assert run(handle.dsn, "CREATE TABLE kept AS SELECT 42 AS n").outcome is RunOutcome.OK
        provider.suspend(handle)
        assert run(handle.dsn, "SELECT 1").outcome is RunOutcome.INTERRUPTED
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT n FROM kept") == (42,)
        assert fetch(handle.platform_dsn, "SELECT current_user::text") == ("platform",)

    def test_resuming_a_server_that_answers_leaves_it_alone(
        self, shared_provider: SandboxProvider, handle: SandboxHandle
    ) -> None:
        with psycopg.connect(handle.dsn, autocommit=True) as session:
            shared_provider.resume(handle)
            assert session.execute("SELECT 1").fetchone() == (1,)

    def test_a_candidate_who_changed_the_own_password_is_let_in_again(
        self, provider: SandboxProvider
    ) -> None:
        handle = provider.start(SPEC)
        assert run(handle.dsn, "ALTER ROLE candidate PASSWORD 'forgotten'").outcome is RunOutcome.OK
        provider.resume(handle)
        assert fetch(handle.dsn, "SELECT 1") == (1,)

    def test_scripts_are_loaded_with_their_settings(self, handle: SandboxHandle) -> None:
        assert fetch(handle.dsn, "SELECT count(*), min(note) FROM item") == (20000, "20000")

    def test_equal_seeds_give_equal_data_and_others_other_data(self, handle: SandboxHandle) -> None:
        query = "SELECT md5(string_agg(price::text, ',' ORDER BY id)) FROM item"
        of = {name: fetch(at(handle.dsn, name), query) for name in ("challenge", "same_seed", "other_seed")}
        assert of["challenge"] == of["same_seed"]
        assert of["challenge"] != of["other_seed"]

    def test_tables_are_born_frozen_and_analysed(self, handle: SandboxHandle) -> None:
        frozen = fetch(
            handle.platform_dsn,
            "SELECT relallvisible = relpages, relpages > 0, reltuples FROM pg_class WHERE relname = 'item'",
        )
        assert frozen == (True, True, 20000)
        assert fetch(handle.dsn, "SELECT count(*) > 0 FROM pg_stats WHERE tablename = 'item'") == (True,)

    def test_a_start_neither_loads_nor_recovers(
        self, shared_provider: SandboxProvider, handle: SandboxHandle
    ) -> None:
        """Two servers of one template are one cluster: born by one initdb, with the same rows from the same
        transactions, and no recovery in between."""
        query = "SELECT system_identifier::text, (SELECT max(xmin::text) FROM item) FROM pg_control_system()"
        twin = shared_provider.start(SPEC)
        try:
            assert fetch(twin.platform_dsn, query) == fetch(handle.platform_dsn, query)
            born = "SELECT checkpoint_time < pg_postmaster_start_time() FROM pg_control_checkpoint()"
            assert fetch(twin.platform_dsn, born) == (True,)
        finally:
            shared_provider.stop(twin)

    def test_the_candidate_owns_the_tables_of_a_sandbox(self, handle: SandboxHandle) -> None:
        text = "BEGIN; CREATE INDEX ON item (price); ALTER TABLE item ADD x int; DROP TABLE item; ROLLBACK"
        assert run(handle.dsn, text).outcome is RunOutcome.OK

    @pytest.mark.parametrize(
        "text",
        [
            "DELETE FROM item",
            "DROP TABLE item",
            "CREATE TABLE mine (a int)",
            "CREATE TEMP TABLE mine (a int)",
            "CREATE INDEX ON item (price)",
        ],
    )
    def test_a_lab_for_queries_can_only_be_read(self, handle: SandboxHandle, text: str) -> None:
        result = run(at(handle.dsn, "readable"), text)
        assert result.error is not None
        assert result.error.sqlstate == "42501"
        assert fetch(at(handle.dsn, "readable"), "SELECT count(*) FROM item") == (20000,)

    @pytest.mark.parametrize(
        "text",
        [
            "COPY item TO PROGRAM 'true'",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT pg_logical_emit_message(false, 'a', 'b')",
            "SELECT pg_logical_emit_message(false, 'a', 'b'::bytea)",
            "SELECT lo_create(0)",
            "SELECT lo_creat(-1)",
            "SELECT lo_from_bytea(0, 'x')",
            "CREATE ROLE other",
            "CREATE DATABASE other",
            "CREATE SCHEMA other",
            "SET ROLE platform",
            "SET SESSION AUTHORIZATION platform",
            "SELECT rolpassword FROM pg_authid",
            "ALTER ROLE candidate SUPERUSER",
        ],
    )
    def test_the_candidate_is_an_ordinary_user(self, handle: SandboxHandle, text: str) -> None:
        result = run(handle.dsn, text)
        assert result.error is not None
        assert result.error.sqlstate == "42501"

    @pytest.mark.parametrize("database", ["postgres", "template1"])
    def test_databases_of_the_platform_are_closed_to_the_candidate(
        self, handle: SandboxHandle, database: str
    ) -> None:
        result = run(at(handle.dsn, database), "SELECT 1")
        assert result.outcome is RunOutcome.INTERRUPTED
        assert "permission denied for database" in result.message

    def test_passwords_are_random_needed_and_different(
        self, shared_provider: SandboxProvider, handle: SandboxHandle
    ) -> None:
        twin = shared_provider.start(SPEC)
        try:
            passwords = {
                psycopg.conninfo.conninfo_to_dict(dsn)["password"]
                for each in (handle, twin)
                for dsn in (each.dsn, each.platform_dsn)
            }
            assert len(passwords) == 4
            wrong = psycopg.conninfo.make_conninfo(twin.dsn, password="wrong")
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(wrong)
        finally:
            shared_provider.stop(twin)

    def test_the_dsn_leads_to_the_first_database_as_candidate(self, handle: SandboxHandle) -> None:
        who = "SELECT current_user::text, session_user::text, current_database()::text"
        assert fetch(handle.dsn, who) == ("candidate", "candidate", "challenge")
        assert fetch(handle.platform_dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (
            True,
        )
        version = fetch(handle.platform_dsn, "SELECT current_setting('server_version_num')::int")
        assert version == (handle.server_version,)

    @pytest.mark.parametrize(
        ("sql", "says"),
        [
            ("SELECT 1;\n\nSELEC 2;", r"broken\.sql, line 3: 42601 .*SELEC"),
            (
                "CREATE TABLE a (b int PRIMARY KEY);\n-- ; not here\nINSERT INTO a VALUES (1), (1);",
                r"broken\.sql, line 3: 23505 .*\(Key \(b\)=\(1\)",
            ),
            (
                "SELECT 1;\nSELECT ';' || $x$;\n$x$;\nSELECT 1/0",
                r"broken\.sql, line 4: 22012 division by zero",
            ),
            ("SELECT 1;\nCOPY (SELECT 1) TO STDOUT", r"broken\.sql, line 2: COPY"),
        ],
    )
    def test_a_broken_script_is_named_with_line_and_sqlstate(
        self, shared_provider: SandboxProvider, sql: str, says: str
    ) -> None:
        scripts = (SeedScript("fine.sql", "SELECT 1"), SeedScript("broken.sql", sql))
        with pytest.raises(SeedFailed, match=says):
            shared_provider.prepare(Template((TemplateDatabase("challenge", scripts),)))

    def test_a_template_is_prepared_once_and_says_what_it_does(
        self, shared_provider: SandboxProvider
    ) -> None:
        template = a_template("once")
        said: list[str] = []
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(lambda _: shared_provider.prepare(template, said.append), range(3)))
        assert [line for line in said if "schema.sql" in line] == ["loading schema.sql into challenge"]

    def test_a_killed_session_does_not_take_the_server_along(
        self, shared_provider: SandboxProvider, handle: SandboxHandle
    ) -> None:
        gone = run(handle.dsn, "SELECT pg_terminate_backend(pg_backend_pid())")
        assert gone.outcome is RunOutcome.INTERRUPTED
        assert "lost" in gone.message
        assert run(handle.dsn, "SELECT 1", RunLimits(seconds=5)).outcome is RunOutcome.OK
        assert shared_provider.poll(handle) is SandboxState.READY


def a_template(label: str) -> Template:
    """One that nobody else has."""
    script = SeedScript("schema.sql", f"-- {secrets.token_hex(8)}\nCREATE TABLE one (a int)")
    return Template((TemplateDatabase("challenge", (script,)),), label=label)


def fetch(dsn: str, query: str) -> tuple[object, ...] | None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        return connection.execute(query.encode()).fetchone()


def at(dsn: str, database: str) -> str:
    return psycopg.conninfo.make_conninfo(dsn, dbname=database)
