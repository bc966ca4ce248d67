"""Sessions of tabs, plans and the schema, as the workbench's script asks for them, on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from assessor.bootstrap import Application
from assessor.broker.desk import PER_SERVER, Desk, open_for
from assessor.broker.sessions import Target
from assessor.domain.events import EventKind
from assessor.services import run_statement, view_schema
from assessor.services.reset_sandbox import reset_sandbox
from assessor.storage.queries import attempts
from sandbox.execution import run
from sandbox.provider import SandboxHandle
from tests.integration.world import CHALLENGES, World

SLUG = CHALLENGES[0]
STUBBORN = (
    "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN END; END LOOP; END $$"
)


@pytest.fixture
def desk(application: Application, empty_dsn: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Sessions, runs and looks at the schema go to a real PostgreSQL; the memory provider has none."""

    def real(handle: SandboxHandle) -> SandboxHandle:
        # Every server of the world is the same one, but sessions tell them apart by their names.
        dsn = make_conninfo(empty_dsn, fallback_application_name=handle.id)
        return SandboxHandle(**{**vars(handle), "dsn": dsn, "platform_dsn": dsn})

    handle_of = run_statement.handle_of
    for module in (run_statement, view_schema):
        monkeypatch.setattr(module, "handle_of", lambda sandbox: real(handle_of(sandbox)))
    monkeypatch.setattr(run_statement, "run", lambda dsn, text, **_: run(dsn, text))
    kept = Desk(opener=lambda key, target: open_for(key, Target(target.dsn, None)))
    application._sessions = kept
    yield kept
    kept.close()


@dataclass
class Workbench:
    """A candidate's browser on a challenge."""

    browser: Any
    url: str

    def run(self, text: str, tab: str | None = "one", status: int = 200, **more: Any) -> Any:
        body = {"text": text, **({"session": tab} if tab else {}), **more}
        return self.browser.json("POST", f"{self.url}/run", body, status)

    def rows(self, text: str, tab: str | None = "one") -> Any:
        answer = self.run(text, tab)
        assert answer["outcome"] == "ok", answer
        return answer["results"][-1]["rows"]

    def sessions(self) -> dict[str, str]:
        told = self.browser.json("GET", f"{self.url}/sessions")["sessions"]
        return {each["id"]: each["state"] for each in told}

    def post(self, path: str, status: int = 200) -> Any:
        return self.browser.json("POST", f"{self.url}/{path}", {}, status)


@pytest.fixture
def bench(world: World, desk: Desk, browser: Any, open_attempt: Any) -> Workbench:
    attempt = world.running()
    home = open_attempt(attempt.id)
    browser.get(f"{home}challenges/{SLUG}")
    return Workbench(browser, f"{home}challenges/{SLUG}")


def in_background(bench: Workbench, text: str, tab: str) -> tuple[threading.Thread, list[Any]]:
    """Runs meanwhile, in a browser of its own; returns once its session is at work."""
    told: list[Any] = []
    other = type(bench.browser)(bench.browser.client.application.test_client(), bench.browser.token)
    with bench.browser.client.session_transaction() as mine, other.client.session_transaction() as its:
        its.update(mine)
    thread = threading.Thread(target=lambda: told.append(Workbench(other, bench.url).run(text, tab)))
    thread.start()
    while bench.sessions().get(tab) != "running":
        pass
    return thread, told


def await_sleep(dsn: str) -> None:
    """Return once a session there is in pg_sleep(): a text that has not begun can resist nothing."""
    asleep = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        while connection.execute(asleep).fetchall() == [(0,)]:
            pass


def test_temporary_tables_settings_and_transactions_outlive_a_run(bench):
    first = bench.run("CREATE TEMP TABLE mine AS SELECT 7 AS n; SET work_mem = '1MB'")
    assert first["session"] == {"state": "idle", "fresh": True, "ended": None}
    assert bench.rows("SELECT n, current_setting('work_mem') FROM mine") == [["7", "1MB"]]
    second = bench.run("BEGIN; INSERT INTO mine VALUES (8)")
    assert second["session"] == {"state": "in_transaction", "fresh": False, "ended": None}
    assert not second["notices"], "nothing was rolled back"
    failed = bench.run("SELECT * FROM nowhere")
    assert (failed["error"]["sqlstate"], failed["session"]["state"]) == ("42P01", "failed")
    assert bench.run("ROLLBACK")["session"]["state"] == "idle"
    assert bench.rows("SELECT n FROM mine") == [["7"]]


def test_a_run_without_a_session_is_as_before(bench):
    bench.run("CREATE TEMP TABLE mine (n int)", tab=None)
    again = bench.run("SELECT * FROM mine", tab=None)
    assert (again["outcome"], "session" in again, "plan" in again) == ("error", False, False)
    assert bench.sessions() == {}


def test_two_tabs_are_two_sessions_that_can_lock_each_other_out(bench):
    bench.run("CREATE TABLE counter (n int); INSERT INTO counter VALUES (1)")
    bench.run("BEGIN; UPDATE counter SET n = 2")
    thread, told = in_background(bench, "UPDATE counter SET n = 3", "two")
    assert bench.sessions() == {"one": "in_transaction", "two": "running"}
    who = "SELECT application_name FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids({}))"
    waiting = "(SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock')"
    while not (blocking := bench.rows(who.format(waiting))) and thread.is_alive():
        pass
    assert blocking == [["tab one"]]
    assert bench.post("sessions/two/cancel") == {"cancelled": True}
    thread.join()
    assert (told[0]["error"]["sqlstate"], told[0]["session"]["state"]) == ("57014", "idle")
    assert bench.post("sessions/two/cancel") == {"cancelled": False}
    thread, told = in_background(bench, "UPDATE counter SET n = 3", "two")
    bench.run("COMMIT")
    thread.join()
    assert told[0]["results"][0]["command"] == "UPDATE 1"


def test_a_session_runs_one_text_at_a_time(bench):
    thread, told = in_background(bench, "SELECT pg_sleep(10)", "one")
    refused = bench.run("SELECT 1", status=409)
    assert refused["error"]["reason"] == "session_busy"
    assert bench.rows("SELECT 1", tab="two") == [["1"]]
    bench.post("sessions/one/cancel")
    thread.join()
    assert told[0]["session"]["state"] == "idle"


def test_a_text_that_resists_a_cancel_loses_its_session_and_the_server_is_not_blamed(bench, world, empty_dsn):
    thread, told = in_background(bench, STUBBORN, "one")
    await_sleep(empty_dsn)
    assert bench.post("sessions/one/cancel") == {"cancelled": True}
    thread.join()
    assert (told[0]["outcome"], told[0]["session"]["state"]) == ("interrupted", "ended")
    assert "did not stop by itself" in told[0]["session"]["ended"]
    assert "temporary tables are gone; your text is safe" in told[0]["session"]["ended"]
    assert bench.run("SELECT 1")["session"] == {"state": "idle", "fresh": True, "ended": None}


@pytest.mark.parametrize("how", ["POST", "DELETE"])
def test_a_session_is_ended_on_demand_and_begins_anew(bench, how):
    bench.run("BEGIN; CREATE TEMP TABLE mine (n int)")
    path = "sessions/one/reset" if how == "POST" else "sessions/one"
    assert bench.browser.json(how, f"{bench.url}/{path}", {}) == {"ended": True}
    assert bench.sessions() == {}
    again = bench.run("SELECT * FROM mine")
    assert again["error"]["sqlstate"] == "42P01"
    assert again["session"] == {"state": "idle", "fresh": True, "ended": None}
    assert bench.browser.json(how, f"{bench.url}/{path.replace('one', 'none')}", {}) == {"ended": False}


def test_what_runs_ends_with_its_session(bench):
    thread, told = in_background(bench, "SELECT pg_sleep(10)", "one")
    assert bench.post("sessions/one/reset") == {"ended": True}
    thread.join()
    assert (told[0]["outcome"], told[0]["message"]) == ("interrupted", "You ended the session.")
    assert told[0]["session"]["state"] == "ended"


def test_a_session_that_postgresql_ended_is_told_of_once(bench, empty_dsn):
    bench.run("CREATE TEMP TABLE mine (n int)")
    with psycopg.connect(empty_dsn, autocommit=True) as connection:
        ended = (
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE application_name = 'tab one'"
        )
        assert connection.execute(ended).fetchall() == [(True,)]
    assert bench.sessions() == {"one": "ended"}
    again = bench.run("SELECT 1")
    assert (again["outcome"], again["session"]["fresh"], again["session"]["state"]) == ("ok", True, "idle")
    assert "PostgreSQL ended the session" in again["session"]["ended"]
    assert bench.run("SELECT 1")["session"]["ended"] is None


def test_starting_over_ends_the_sessions_of_that_server(bench, world):
    bench.run("CREATE TEMP TABLE mine (n int)")
    attempt_id = bench.url.split("/")[2]
    bench.post("reset")
    assert bench.sessions() == {"one": "ended"}
    world.provision(attempt_id)
    told = bench.run("SELECT 1")["session"]
    assert (told["fresh"], "You started over with fresh data." in told["ended"]) == (True, True)


def test_a_server_that_was_replaced_has_no_session_of_the_old_one(bench, world, application):
    bench.run("CREATE TEMP TABLE mine (n int)")
    attempt_id = bench.url.split("/")[2]
    with application.work() as work:
        reset_sandbox(work, attempt_id, SLUG)
    world.provision(attempt_id)
    told = bench.run("SELECT 1")["session"]
    assert (told["fresh"], "replaced by a fresh one" in told["ended"]) == (True, True)


def test_the_end_of_the_attempt_ends_its_sessions(bench, desk):
    bench.run("SELECT 1")
    home = bench.url.partition("challenges/")[0]
    bench.browser.post(f"{home}finish")
    assert not desk._seats
    assert bench.run("SELECT 1", status=409)["error"]["reason"] == "wrong_state"
    assert bench.sessions() == {}


def test_the_session_idle_for_longest_makes_room_and_those_in_use_do_not(bench):
    tabs = [f"tab{number}" for number in range(PER_SERVER)]
    for tab in tabs:
        bench.run("BEGIN" if tab == tabs[0] else "SELECT 1", tab=tab)
    assert bench.run("SELECT 1", tab="late")["outcome"] == "ok"
    states = bench.sessions()
    assert (states["tab0"], states["tab1"], states["late"]) == ("in_transaction", "ended", "idle")
    assert f"keeps {PER_SERVER} sessions" in bench.run("SELECT 1", tab="tab1")["session"]["ended"]
    for tab in [*tabs, "late"]:
        if bench.sessions().get(tab) == "idle":
            bench.run("BEGIN", tab=tab)
    assert bench.run("SELECT 1", tab="later", status=409)["error"]["reason"] == "too_many_sessions"


@pytest.mark.parametrize("bad", ["", "a b", "x" * 41, 7, "../x"])
def test_a_malformed_session_is_refused(bench, bad):
    bench.browser.json("POST", f"{bench.url}/run", {"text": "SELECT 1", "session": bad}, 400)


def test_sessions_belong_to_one_challenge_of_one_attempt(bench, world, browser, open_attempt):
    bench.run("CREATE TEMP TABLE mine (n int)")
    neighbour = Workbench(browser, bench.url.replace(SLUG, CHALLENGES[1]))
    assert neighbour.run("SELECT * FROM mine")["error"]["sqlstate"] == "42P01"
    assert neighbour.sessions() == {"one": "idle"}
    assert neighbour.post("sessions/one/reset") == {"ended": True}
    assert bench.rows("SELECT count(*) FROM mine") == [["0"]]
    neighbour = Workbench(browser, bench.url.replace(SLUG, "no-such"))
    for path in ("sessions/one/reset", "sessions/one/cancel"):
        neighbour.post(path, 404)


class TestPlans:
    def test_a_plan_comes_as_json_and_nothing_ran(self, bench, world):
        bench.run("CREATE TABLE item (n int)")
        answer = bench.run("DELETE FROM item WHERE n = 1;", mode="explain")
        assert answer["plan"][0]["Plan"]["Node Type"] == "ModifyTable"
        assert "Actual Rows" not in answer["plan"][0]["Plan"]
        assert (answer["results"], answer["notices"]) == ([], [])
        assert "a plan" in bench.browser.get(bench.url).text

    def test_analyze_runs_the_statement_in_the_session_and_says_so(self, bench):
        bench.run("CREATE TABLE item (n int)")
        bench.run("BEGIN")
        answer = bench.run("INSERT INTO item VALUES (1)", mode="analyze")
        assert answer["plan"][0]["Plan"]["Actual Rows"] == 0
        assert "Shared Hit Blocks" in answer["plan"][0]["Plan"]
        assert (answer["session"]["state"], len(answer["notices"])) == ("in_transaction", 1)
        assert bench.rows("SELECT n FROM item") == [["1"]]
        assert bench.run("SELECT n FROM item", mode="analyze")["notices"] == []

    @pytest.mark.parametrize("tab", ["one", None])
    def test_an_error_is_placed_in_the_text_as_it_was_written(self, bench, tab):
        answer = bench.run("SELECT nothing_here", tab=tab, mode="analyze")
        assert (answer["error"]["position"], "plan" in answer) == (8, False)
        assert bench.run("CREATE TABLE x (n int)", tab=tab, mode="explain")["error"]["sqlstate"] == "42601"

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("SELECT 1; SELECT 2", "Select one statement"),
            ("-- nothing", "nothing to explain"),
            ("VACUUM", "no plan for VACUUM"),
            ("explain SELECT 1", "an EXPLAIN already"),
        ],
    )
    def test_what_has_no_plan_is_refused_with_a_reason(self, bench, text, says):
        assert says in bench.run(text, mode="explain", status=400)["error"]["message"]

    def test_brackets_comments_and_a_semicolon_are_no_obstacle(self, bench):
        assert bench.run("-- why\n(SELECT 1) /* ; */ ;", mode="explain")["plan"]

    def test_another_mode_is_refused(self, bench):
        assert "run, explain, analyze" in bench.run("SELECT 1", mode="x", status=400)["error"]["message"]


class TestSchema:
    def test_it_is_read_from_the_server_as_it_is_now(self, bench):
        bench.run(
            "CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL DEFAULT 'x' CHECK (name <> ''));"
            "CREATE TABLE purchase (id int GENERATED ALWAYS AS IDENTITY, customer_id int REFERENCES customer);"
            "INSERT INTO customer SELECT g, 'n' || g FROM generate_series(1, 7) AS g;"
            "CREATE VIEW few AS SELECT name FROM customer LIMIT 2;"
            "CREATE FUNCTION double(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'"
        )
        schema = bench.browser.json("GET", f"{bench.url}/schema")
        tables = {table["name"]: table for table in schema["tables"]}
        assert {"customer", "purchase", "few"} <= set(tables)
        customer = tables["customer"]
        assert (customer["row_count"], customer["row_count_exact"], len(customer["sample"])) == (7, True, 5)
        assert customer["columns"][1] == {
            "name": "name",
            "type": "text",
            "nullable": False,
            "primary_key": False,
            "default": "'x'::text",
            "generated": "",
        }
        assert customer["checks"] == ["CHECK ((name <> ''::text))"]
        assert "CREATE UNIQUE INDEX customer_pkey" in customer["indexes"][0]
        (key,) = tables["purchase"]["foreign_keys"]
        assert (key["columns"], key["table"], key["referenced"]) == (["customer_id"], "customer", ["id"])
        assert tables["purchase"]["columns"][0]["generated"] == "identity"
        few = tables["few"]
        assert (few["kind"], few["row_count"], len(few["sample"])) == ("view", None, 2)
        (function,) = [each for each in schema["functions"] if each["name"] == "double"]
        assert (function["arguments"], function["result"]) == ("n integer", "integer")

    def test_a_table_that_a_tab_has_locked_holds_nobody_up(self, bench):
        bench.run("CREATE TABLE held (n int PRIMARY KEY DEFAULT 1, m int REFERENCES held)")
        bench.run("BEGIN; LOCK TABLE held")
        schema = bench.browser.json("GET", f"{bench.url}/schema")
        (held,) = [table for table in schema["tables"] if table["name"] == "held"]
        assert (held["locked"], held["sample"], held["columns"][0]["name"]) == (True, None, "n")

    def test_looking_changes_nothing(self, bench):
        bench.run(
            "CREATE TABLE looked (n int);"
            "CREATE FUNCTION sly() RETURNS int LANGUAGE sql AS 'INSERT INTO looked VALUES (1) RETURNING n';"
            "CREATE VIEW trap AS SELECT sly()"
        )
        schema = bench.browser.json("GET", f"{bench.url}/schema")
        assert [table["sample"] for table in schema["tables"] if table["name"] == "trap"] == [None]
        assert bench.rows("SELECT count(*) FROM looked") == [["0"]]

    def test_a_server_that_is_away_is_said_and_not_repaired_by_a_look(self, bench, world):
        attempt_id = bench.url.split("/")[2]
        world.break_servers(attempt_id)
        assert (
            bench.browser.json("GET", f"{bench.url}/schema", status=202)["error"]["reason"]
            == "sandbox_in_repair"
        )


def test_runs_in_sessions_are_recorded(bench, world):
    bench.run("SELECT 1")
    bench.run("SELECT 1", mode="explain")
    with world.application.work(readonly=True) as work:
        recorded = attempts.events(work.session, UUID(bench.url.split("/")[2]), EventKind.RAN)
    assert len(recorded) == 2
