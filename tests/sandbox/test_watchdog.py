"""patrol(): what candidates leave behind is ended from outside, on a real server."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from psycopg import pq

from sandbox import process_provider, wire
from sandbox.execution import RunLimits, RunOutcome, run
from sandbox.postgres import launcher
from sandbox.process_provider import ProcessProvider
from sandbox.provider import SandboxHandle, SandboxProvider, SandboxState
from sandbox.watchdog import Bounds, Deed, patrol
from tests.sandbox.contract import SPEC, fetch

STRICT = Bounds(statement_seconds=0.1, transaction_seconds=0.1, idle_seconds=0.1)
USED = "SELECT sum(pg_database_size(oid))::int / 1048576 FROM pg_database"
FILL = "INSERT INTO fill SELECT g, repeat('x', 1000) FROM generate_series(1, 60000) g"
STUBBORN = (
    "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(1); EXCEPTION WHEN query_canceled THEN END; END LOOP; END $$"
)


@pytest.fixture(scope="module")
def make_provider(make_process_provider: Callable[..., ProcessProvider]) -> Callable[..., ProcessProvider]:
    return make_process_provider


@pytest.fixture
def own(shared_provider: SandboxProvider) -> Iterator[SandboxHandle]:
    """A server of the test's own, which it may spoil."""
    handle = shared_provider.start(SPEC)
    yield handle
    shared_provider.stop(handle)


@contextmanager
def session(handle: SandboxHandle, *texts: str) -> Iterator[pq.abc.PGconn]:
    """A session of the candidate that nobody watches: the last text is sent, and not waited for."""
    connection = wire.connect(handle.dsn, 5)
    with closing(_Finished(connection)):
        for text in texts[:-1]:
            wire.ask(connection, text, 5)
        connection.send_query(texts[-1].encode())
        connection.flush()
        threading.Event().wait(0.3)
        yield connection


class _Finished:
    def __init__(self, connection: pq.abc.PGconn) -> None:
        self.close = connection.finish


def sessions(handle: SandboxHandle) -> object:
    return fetch(handle.platform_dsn, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'candidate'")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("SET idle_in_transaction_session_timeout = 0", "BEGIN; LOCK TABLE item"), "its transaction was"),
        (("SET statement_timeout = 0", "SELECT pg_sleep(1000)"), "its statement ran for"),
        (("SET statement_timeout = 0", STUBBORN), "its statement ran for"),
        (("SELECT pg_advisory_lock(1)", "SELECT 1"), "it was idle for"),
        (("BEGIN", "SELECT 1/0"), "it was idle for"),
    ],
)
def test_what_is_too_old_is_ended(
    shared_provider: SandboxProvider, handle: SandboxHandle, texts: tuple[str, ...], says: str
) -> None:
    with session(handle, *texts):
        assert patrol(shared_provider, [handle]) == ()
        (found,) = patrol(shared_provider, [handle], STRICT)
        assert (found.sandbox_id, found.deed) == (handle.id, Deed.ENDED_SESSION)
        assert says in found.detail
        assert sessions(handle) == (0,)
    assert run(handle.dsn, "SELECT count(*) FROM item").results[0].rows == (("20000",),)


def test_a_session_that_nothing_ends_is_worth_a_restart(
    shared_provider: SandboxProvider, own: SandboxHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen process looks at no signal but the last."""
    monkeypatch.setattr(process_provider, "SUSPEND_SECONDS", 1)
    monkeypatch.setattr(launcher, "KILL_SECONDS", 1)
    with session(own, "SET statement_timeout = 0", "SELECT pg_sleep(1000)") as connection:
        os.kill(connection.backend_pid, signal.SIGSTOP)
        (found,) = patrol(shared_provider, [own], STRICT)
    assert found.deed is Deed.RESTARTED
    assert run(own.dsn, "SELECT count(*) FROM item").results[0].rows == (("20000",),)
    assert patrol(shared_provider, [own], STRICT) == ()


def test_a_run_tells_of_a_session_that_nothing_ends(handle: SandboxHandle) -> None:
    def freeze() -> None:
        query = "SELECT min(pid) FROM pg_stat_activity WHERE usename = 'candidate' AND state = 'active'"
        while (found := fetch(handle.platform_dsn, query)) in ((None,), None):
            pass
        assert found is not None
        pids.append(int(str(found[0])))
        os.kill(pids[0], signal.SIGSTOP)

    pids: list[int] = []
    thread = threading.Thread(target=freeze)
    thread.start()
    # So many seconds, for the thread must find the session within them, on a busy machine too.
    result = run(handle.dsn, "SELECT pg_sleep(60)", RunLimits(seconds=3), platform_dsn=handle.platform_dsn)
    thread.join()
    os.kill(pids[0], signal.SIGCONT)
    assert (result.outcome, result.session_left) == (RunOutcome.TIMED_OUT, True)
    assert "does not end" in result.message


class TestDisk:
    """Where the provider gives no bound."""

    def test_little_is_nothing_to_speak_of(
        self, shared_provider: SandboxProvider, own: SandboxHandle
    ) -> None:
        assert patrol(shared_provider, [own], Bounds(disk_mb=10_000)) == ()

    def test_much_is_a_warning(self, shared_provider: SandboxProvider, own: SandboxHandle) -> None:
        (used,) = fetch(own.platform_dsn, USED) or (0,)
        (found,) = patrol(shared_provider, [own], Bounds(disk_mb=int(str(used)) + 60, warn_share=0.1))
        assert (found.deed, shared_provider.poll(own)) == (Deed.WARNED, SandboxState.READY)
        assert found.disk_mb is not None
        assert found.disk_mb >= int(str(used))

    def test_what_was_not_committed_goes_with_its_session(
        self, shared_provider: SandboxProvider, own: SandboxHandle
    ) -> None:
        (used,) = fetch(own.platform_dsn, USED) or (0,)
        with session(own, "BEGIN", "CREATE TABLE fill (a int, b text)", FILL, "SELECT 1"):
            (found,) = patrol(shared_provider, [own], Bounds(disk_mb=int(str(used)) + 50))
            assert sessions(own) == (0,)
        assert found.deed is Deed.CLEARED
        assert run(own.dsn, "SELECT count(*) FROM item").outcome is RunOutcome.OK

    def test_what_was_committed_stops_the_server_and_is_kept(
        self, shared_provider: SandboxProvider, own: SandboxHandle
    ) -> None:
        (used,) = fetch(own.platform_dsn, USED) or (0,)
        assert run(own.dsn, f"CREATE TABLE fill (a int, b text); {FILL}").outcome is RunOutcome.OK
        bounds = Bounds(disk_mb=int(str(used)) + 50)
        (found,) = patrol(shared_provider, [own], bounds)
        assert found.deed is Deed.STOPPED
        assert shared_provider.poll(own) is SandboxState.STOPPED
        (again,) = patrol(shared_provider, [own], bounds)
        assert again.deed is Deed.UNREACHABLE
        shared_provider.resume(own)
        assert run(own.dsn, "SELECT count(*) FROM fill").results[0].rows == (("60000",),)

    @pytest.mark.parametrize(
        "flood",
        [
            f"DO $$ BEGIN LOOP {FILL}; COMMIT; END LOOP; END $$",
            "DO $$ BEGIN LOOP UPDATE item SET note = note || ''; COMMIT; END LOOP; END $$",
            "CREATE TEMP TABLE t AS SELECT g, repeat('x', 1000) FROM generate_series(1, 100000000) AS g",
        ],
    )
    def test_a_flood_meets_its_bound(
        self, shared_provider: SandboxProvider, own: SandboxHandle, flood: str
    ) -> None:
        run(own.dsn, "CREATE TABLE fill (a int, b text)")
        (used,) = fetch(own.platform_dsn, USED) or (0,)
        bounds = Bounds(disk_mb=int(str(used)) + 60)
        with session(own, "SET statement_timeout = 0", flood):
            for _ in range(200):
                deeds = {found.deed for found in patrol(shared_provider, [own], bounds)}
                if deeds & {Deed.CLEARED, Deed.STOPPED}:
                    break
                threading.Event().wait(0.05)
        assert deeds & {Deed.CLEARED, Deed.STOPPED}


def test_one_that_is_gone_is_said_and_the_others_are_looked_at(
    shared_provider: SandboxProvider, handle: SandboxHandle
) -> None:
    missing = replace(
        handle, id="000000000000", platform_dsn=handle.platform_dsn.replace("servers", "nowhere")
    )
    with session(handle, "SELECT 1"):
        found = patrol(shared_provider, [missing, handle], STRICT)
    assert [each.deed for each in found] == [Deed.UNREACHABLE, Deed.ENDED_SESSION]
    assert patrol(shared_provider, []) == ()
