"""Whatever a candidate did to their role, the platform's next session as that role is what it was at the start."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox import role, wire
from sandbox.errors import ConnectionLost, SeedFailed
from sandbox.execution import RunOutcome, RunResult, run
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxHandle, SeedScript, Template, TemplateDatabase
from sandbox.schema import describe
from sandbox.seeding import CANDIDATE_CONNECTIONS
from tests.sandbox.contract import fetch

TAKEN_BACK = "were taken back"


@pytest.fixture(scope="module")
def make_provider(make_process_provider: Callable[..., ProcessProvider]) -> Callable[..., ProcessProvider]:
    return make_process_provider


def go(handle: SandboxHandle, sql: str) -> RunResult:
    return run(handle.dsn, sql, platform_dsn=handle.platform_dsn)


@pytest.mark.parametrize(
    "text",
    [
        "ALTER ROLE candidate SET local_preload_libraries = 'nothing_there'",
        "ALTER ROLE candidate SET idle_session_timeout = '1ms'",
        "ALTER ROLE candidate SET statement_timeout = '1ms'",
        "ALTER ROLE candidate IN DATABASE challenge SET statement_timeout = '1ms'",
        "ALTER ROLE candidate IN DATABASE readable SET work_mem = '1GB'",
        "ALTER ROLE candidate SET default_transaction_read_only = on",
        "ALTER ROLE candidate SET DateStyle = 'German'",
        "ALTER ROLE candidate PASSWORD 'mine'",
        "ALTER ROLE candidate PASSWORD NULL",
        "SET password_encryption = 'md5'; ALTER ROLE candidate PASSWORD 'mine'",
    ],
)
def test_what_a_candidate_does_to_the_role_ends_with_the_run(handle: SandboxHandle, text: str) -> None:
    assert go(handle, text).outcome is RunOutcome.OK
    again = go(handle, "SELECT '2020-01-31'::date, count(*) FROM pg_db_role_setting")
    assert again.outcome is RunOutcome.OK, again.message
    assert again.results[0].rows == (("2020-01-31", "0"),)
    assert TAKEN_BACK in again.notices[0]
    assert not go(handle, "SELECT 1").notices


@pytest.mark.parametrize(
    "text",
    [
        "ALTER ROLE candidate CONNECTION LIMIT 0",
        "ALTER ROLE candidate NOLOGIN",
        "ALTER ROLE candidate VALID UNTIL '2000-01-01'",
        "ALTER ROLE platform SET search_path = public",
        "ALTER ROLE ALL SET search_path = public",
        "ALTER DATABASE challenge SET search_path = public",
        "ALTER ROLE candidate SET session_preload_libraries = 'x'",
        "SELECT lo_put(1, 0, 'x')",
        "SELECT pg_export_snapshot()",
        "CREATE SCHEMA mine",
        "CREATE PUBLICATION p",
    ],
)
def test_the_rest_is_refused(handle: SandboxHandle, text: str) -> None:
    result = go(handle, text)
    assert result.error is not None
    assert result.error.sqlstate == "42501"


def test_the_panel_of_tables_is_not_locked_out_either(handle: SandboxHandle) -> None:
    go(handle, "ALTER ROLE candidate PASSWORD 'mine'")
    assert [table.name for table in describe(handle.dsn, handle.platform_dsn)] == ["item"]
    go(handle, "ALTER ROLE candidate SET local_preload_libraries = 'nothing_there'")
    assert [table.name for table in describe(handle.dsn, handle.platform_dsn)] == ["item"]


def test_the_platform_logs_in_only_where_something_was_changed(
    handle: SandboxHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(role, "restore", lambda *_: calls.append("restored"))
    assert go(handle, "SELECT 1").outcome is RunOutcome.OK
    assert calls == []


def test_restoring_does_nothing_where_nothing_was_changed(handle: SandboxHandle) -> None:
    query = "SELECT xmin::text FROM pg_authid WHERE rolname = 'candidate'"
    before = fetch(handle.platform_dsn, query)
    assert role.restore(handle.dsn, handle.platform_dsn, 5) is False
    assert fetch(handle.platform_dsn, query) == before


def test_a_run_for_which_no_session_is_left_is_told_so(handle: SandboxHandle) -> None:
    held = [wire.connect(handle.dsn, 5) for _ in range(CANDIDATE_CONNECTIONS)]
    try:
        result = go(handle, "SELECT 1")
    finally:
        for connection in held:
            connection.finish()
    assert result.outcome is RunOutcome.ERROR
    assert result.error is not None
    assert (result.error.sqlstate, "Other runs of yours" in result.message) == ("53300", True)
    assert go(handle, "SELECT 1").outcome is RunOutcome.OK


def test_a_server_that_is_away_is_no_reason_to_restore(tmp_path: object) -> None:
    dsn = f"host={tmp_path} port=5432 user=candidate password=x dbname=x"
    with pytest.raises(ConnectionLost):
        role.log_in(dsn, dsn, 0.2)


def test_a_template_has_no_settings_of_roles(shared_provider: ProcessProvider) -> None:
    script = SeedScript("role.sql", "ALTER ROLE candidate SET work_mem = '1GB'")
    with pytest.raises(SeedFailed, match="taken back"):
        shared_provider.prepare(Template((TemplateDatabase("challenge", (script,)),)))
