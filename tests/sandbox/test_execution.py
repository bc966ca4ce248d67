"""run(): whatever the text does, a bounded and truthful result comes back."""

from __future__ import annotations

import json
import resource
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from sandbox.execution import Column, RunLimits, RunOutcome, RunResult, exchange, run, session
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxHandle
from tests.sandbox.contract import fetch


@pytest.fixture(scope="module")
def make_provider(
    make_process_provider: Callable[..., ProcessProvider],
) -> Callable[..., ProcessProvider]:
    return make_process_provider


@pytest.fixture
def go(handle: SandboxHandle) -> Callable[..., RunResult]:
    def go(sql: str, **limits: float) -> RunResult:
        return run(handle.dsn, sql, RunLimits(**limits))  # type: ignore[arg-type]  # a mix of int and float bounds

    return go


Go = Callable[..., RunResult]


class TestResults:
    def test_each_statement_gives_its_result(self, go: Go) -> None:
        result = go("SELECT 1 AS a, NULL AS b; CREATE TEMP TABLE t (x int); INSERT INTO t VALUES (1), (2)")
        assert result.outcome is RunOutcome.OK
        assert [each.command for each in result.results] == ["SELECT 1", "CREATE TABLE", "INSERT 0 2"]
        assert [each.row_count for each in result.results] == [1, 0, 2]
        assert result.results[0].rows == (("1", None),)
        assert result.duration_ms > 0

    def test_columns_have_names_and_types_as_postgresql_prints_them(self, go: Go) -> None:
        sql = """
            SELECT 1::int2 AS "Größe", 1::numeric(10,2), 'x'::varchar(5), now(), ARRAY['2020-01-01'::date], 1::float8
        """
        assert go(sql).results[0].columns == (
            Column("Größe", "smallint", True),
            Column("numeric", "numeric(10,2)", True),
            Column("varchar", "character varying(5)"),
            Column("now", "timestamp with time zone"),
            Column("array", "date[]"),
            Column("float8", "double precision", True),
        )

    def test_own_types_are_named_also_inside_an_open_transaction(self, go: Go) -> None:
        result = go("BEGIN; CREATE TYPE mood AS ENUM ('well'); SELECT 'well'::mood")
        assert result.results[-1].columns == (Column("mood", "mood"),)
        assert result.notices == ("The text left a transaction open; it was rolled back.",)

    def test_types_survive_a_failed_transaction_and_a_shadowed_function(self, go: Go) -> None:
        shadow = (
            "CREATE FUNCTION pg_temp.format_type(oid, int) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;"
        )
        result = go(f"BEGIN; {shadow} SET search_path = pg_temp, pg_catalog; SELECT '1'::bit(3); SELECT 1/0")
        assert result.results[-1].columns == (Column("bit", "bit(3)"),) or result.results[-1].columns == (
            Column("bit", "bit"),
        )
        assert result.error is not None

    def test_rows_without_columns_are_counted(self, go: Go) -> None:
        result = go("SELECT FROM generate_series(1, 3)").results[0]
        assert (result.columns, result.rows, result.row_count) == ((), ((), (), ()), 3)

    @pytest.mark.parametrize("sql", ["", "   ", ";;", "-- nothing"])
    def test_an_empty_text_gives_no_result(self, go: Go, sql: str) -> None:
        assert (go(sql).outcome, go(sql).results) == (RunOutcome.OK, ())

    def test_nothing_outlives_the_run(self, go: Go) -> None:
        go("SET work_mem = '1MB'; CREATE TEMP TABLE left_over (a int)")
        assert go("SELECT to_regclass('left_over'), current_setting('work_mem')").results[0].rows == (
            (None, "4MB"),
        )

    def test_the_application_name_is_visible_to_the_platform(self, handle: SandboxHandle) -> None:
        result = run(handle.dsn, "SHOW application_name", application_name="assessor run 7")
        assert result.results[0].rows == (("assessor run 7",),)


class TestBounds:
    def test_a_million_rows_are_counted_and_not_kept(self, go: Go) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result = go("SELECT g, repeat('x', 100) FROM generate_series(1, 1000000) AS g", seconds=60)
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        (each,) = result.results
        assert (len(each.rows), each.row_count, each.truncated) == (1000, 1_000_000, True)
        assert each.command == "SELECT 1000000"
        assert grown_mb < 30

    def test_bytes_are_bounded_over_all_results(self, go: Go) -> None:
        result = go("SELECT repeat('ä', 100) FROM generate_series(1, 9); SELECT 1", bytes=1000)
        first, second = result.results
        assert (len(first.rows), first.row_count, first.truncated) == (5, 9, True)
        assert (second.rows, second.truncated) == ((), True)

    def test_a_long_cell_is_cut_at_a_character(self, go: Go) -> None:
        (each,) = go("SELECT repeat('ä€', 1000)", cell_chars=5).results
        shown = "ä€ä€ä… [cut; 5,000 bytes in all]"
        assert (each.rows, each.cells_cut, each.truncated) == (((shown,),), True, False)

    def test_a_plan_is_longer_than_a_cell_may_be(self, go: Go) -> None:
        query = "EXPLAIN (FORMAT JSON) SELECT " + ", ".join(f"(SELECT {n})" for n in range(100))
        (plan,) = go(query).results
        assert len(plan.rows[0][0] or "") > 10_000
        json.loads(plan.rows[0][0] or "")
        (cut,) = go(query, plan_chars=100).results
        assert (cut.cells_cut, len(cut.rows[0][0] or "") < 150) == (True, True)

    def test_cells_are_bounded_also_if_they_are_null(self, go: Go) -> None:
        query = f"SELECT {', '.join(['NULL'] * 100)} FROM generate_series(1, 50); SELECT 1"
        wide, one = go(query, cells=1050).results
        assert (len(wide.rows), wide.row_count, wide.truncated) == (9, 50, True)
        assert (one.rows, one.truncated) == ((("1",),), False)

    def test_300_000_rows_of_1_kb_fill_no_memory(self, go: Go) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        (each,) = go("SELECT repeat('x', 1000) FROM generate_series(1, 300000)", seconds=60).results
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert (len(each.rows), each.row_count, each.truncated) == (1000, 300_000, True)
        assert grown_mb < 30

    def test_notifications_to_oneself_fill_no_memory(self, go: Go) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        flood = "SELECT count(pg_notify('a', g || repeat('x', 7000))) FROM generate_series(1, 30000) AS g"
        result = go(f"LISTEN a; {flood}; COMMIT; SELECT 1", seconds=60)
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert result.results[1].rows == (("30000",),)
        assert grown_mb < 60

    def test_a_row_too_large_for_us_is_refused(self, go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exchange, "LARGEST_MESSAGE", 1000)
        result = go("SELECT repeat('x', 5000)")
        assert result.outcome is RunOutcome.ERROR
        assert result.error is not None
        assert result.error.sqlstate == "54000"

    def test_a_row_of_100_mb_is_refused_or_cut(self, go: Go) -> None:
        """Refused as it arrives, unless the server is faster than we count: then it is whole in memory for a moment."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result = go("SELECT repeat('x', 100 * 1000 * 1000)", seconds=30)
        grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert "too large to show" in result.message or result.results[0].cells_cut
        assert result.session_left is False
        assert grown_mb < 450

    def test_notices_are_bounded_and_counted(self, go: Go) -> None:
        result = go("DO $$ BEGIN FOR i IN 1..20000 LOOP RAISE NOTICE 'n %', i; END LOOP; END $$", notices=3)
        assert result.notices == ("NOTICE: n 1", "NOTICE: n 2", "NOTICE: n 3")
        assert (result.outcome, result.notices_omitted) == (RunOutcome.OK, 19_997)

    def test_results_are_bounded_and_counted(self, go: Go) -> None:
        result = go("SELECT 1;" * 30, results=4)
        assert (len(result.results), result.results_omitted) == (4, 26)


class TestErrors:
    @pytest.mark.parametrize(
        ("sql", "at"),
        [("SELECT 'äöü€😀', x", "x"), ("SELECT 1;\n-- ß\nSELECT 2 FRM t", "t"), ("SELEC", "SELEC")],
    )
    def test_a_position_counts_characters_of_the_whole_text(self, go: Go, sql: str, at: str) -> None:
        error = go(sql).error
        assert error is not None
        assert error.position == sql.rindex(at) + 1

    def test_an_error_tells_all_it_knows(self, go: Go) -> None:
        result = go("SELECT 1; SELECT nam FROM (SELECT 1 AS name) AS t")
        assert result.outcome is RunOutcome.ERROR
        assert result.error is not None
        assert result.error.sqlstate == "42703"
        assert result.message == result.error.message == 'column "nam" does not exist'
        assert result.error.hint == 'Perhaps you meant to reference the column "t.name".'
        assert len(result.results) == 1

    def test_an_error_of_execution_has_no_position(self, go: Go) -> None:
        error = go("SELECT 1/0").error
        assert error is not None
        assert (error.sqlstate, error.position) == ("22012", None)

    @pytest.mark.parametrize("bad", ["\0", "\ud800"])
    def test_what_cannot_be_sent_is_pointed_at(self, go: Go, bad: str) -> None:
        result = go(f"SELECT '{bad}'")
        assert result.outcome is RunOutcome.ERROR
        assert result.error is not None
        assert (result.error.sqlstate, result.error.position) == ("22021", 9)

    def test_copy_to_stdout_is_explained_and_the_rest_runs(self, go: Go) -> None:
        result = go("COPY (SELECT g FROM generate_series(1, 50000) AS g) TO STDOUT; SELECT 2")
        assert result.outcome is RunOutcome.ERROR
        assert "select the rows instead" in result.message
        assert result.results[-1].rows == (("2",),)

    def test_copy_from_stdin_is_explained(self, go: Go) -> None:
        result = go("CREATE TEMP TABLE t (a int); COPY t FROM STDIN; SELECT 2")
        assert result.outcome is RunOutcome.ERROR
        assert "use INSERT" in result.message


class TestTime:
    def test_a_long_statement_is_stopped_and_what_came_is_kept(self, go: Go) -> None:
        result = go("SELECT 1; SELECT pg_sleep(60)", seconds=0.3)
        assert result.outcome is RunOutcome.TIMED_OUT
        assert result.message == "Stopped after 0.3 seconds, the time limit of one run."
        assert result.results[0].rows == (("1",),)

    def test_rows_of_a_stopped_statement_are_kept(self, go: Go) -> None:
        endless = "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a FROM r) SELECT a FROM r"
        result = go(endless, seconds=0.5, rows=7)
        (each,) = result.results
        assert result.outcome is RunOutcome.TIMED_OUT
        assert (len(each.rows), each.truncated, each.command) == (7, True, "")
        assert each.row_count > 7

    def test_timeouts_that_the_text_sets_change_nothing(self, go: Go) -> None:
        assert (
            go("SET statement_timeout = 0; SELECT pg_sleep(60)", seconds=0.3).outcome is RunOutcome.TIMED_OUT
        )

    def test_a_block_that_swallows_the_cancel_is_terminated(self, go: Go, handle: SandboxHandle) -> None:
        stubborn = """
            DO $$ BEGIN LOOP
              BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN NULL; END;
            END LOOP; END $$
        """
        assert go(stubborn, seconds=0.3).outcome is RunOutcome.TIMED_OUT
        with psycopg.connect(handle.platform_dsn, autocommit=True) as connection:
            left = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'candidate' AND state = 'active'"
            ).fetchone()
        assert left == (0,)

    def test_a_loop_that_catches_everything_is_terminated(self, go: Go) -> None:
        stubborn = """
            DO $$ BEGIN LOOP
              BEGIN PERFORM 1 / 0; EXCEPTION WHEN OTHERS OR query_canceled THEN NULL; END;
            END LOOP; END $$
        """
        assert go(stubborn, seconds=0.3).outcome is RunOutcome.TIMED_OUT

    def test_a_server_that_never_answers_does_not_hold_us(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(session, "CONNECT_SECONDS", 0.3)
        with silent_server(folder):
            result = run(f"host={folder} port=5432 user=x dbname=x", "SELECT 1")
        assert result.outcome is RunOutcome.INTERRUPTED
        assert "did not answer in time" in result.message


class TestServerLost:
    def test_a_terminated_session_is_an_interruption(self, handle: SandboxHandle) -> None:
        def terminate() -> None:
            query = """
                SELECT bool_or(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'victim' AND state = 'active'
            """
            while fetch(handle.platform_dsn, query) != (True,):
                pass

        thread = threading.Thread(target=terminate)
        thread.start()
        result = run(handle.dsn, "SELECT 1; SELECT pg_sleep(60)", RunLimits(seconds=60), "victim")
        thread.join()
        assert result.outcome is RunOutcome.INTERRUPTED
        assert "terminating connection due to administrator command" in result.message

    def test_a_wrong_password_is_a_sentence_without_the_hosts_paths(self, handle: SandboxHandle) -> None:
        result = run(psycopg.conninfo.make_conninfo(handle.dsn, password="wrong"), "SELECT 1")
        assert result.outcome is RunOutcome.INTERRUPTED
        assert "password authentication failed" in result.message
        assert handle.state["folder"] not in result.message


class TestOddValues:
    def test_another_client_encoding_breaks_nothing_and_is_said(self, go: Go) -> None:
        result = go("SET client_encoding = 'LATIN1'; SELECT 'ä', 'a'")
        assert result.results[1].rows == (("\ufffd", "a"),)
        assert "client_encoding" in result.notices[0]

    def test_deep_json_comes_as_text(self, go: Go) -> None:
        (each,) = go("SELECT (repeat('[', 4000) || repeat(']', 4000))::jsonb").results
        assert each.rows[0][0] == "[" * 4000 + "]" * 4000

    def test_values_that_clients_choke_on_are_text(self, go: Go) -> None:
        sql = "SELECT 'infinity'::date, '4713-01-01 BC'::date, 'NaN'::numeric, '24:00'::time, '\\x00'::bytea"
        assert go(sql).results[0].rows == (("infinity", "4713-01-01 BC", "NaN", "24:00:00", "\\x00"),)

    def test_notifications_are_ignored(self, go: Go) -> None:
        assert go("LISTEN a; NOTIFY a, 'b'; SELECT 1").outcome is RunOutcome.OK


class silent_server:  # noqa: N801  # used like a function
    """A socket that takes connections and says nothing."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".s.PGSQL.5432"
        self._socket = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> None:
        self._socket.bind(str(self._path))
        self._socket.listen()

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._path.unlink()


@pytest.fixture(autouse=True)
def no_session_is_left(handle: SandboxHandle) -> Iterator[None]:
    yield
    left = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'candidate' AND state = 'active'"
    assert fetch(handle.platform_dsn, left) == (0,)
