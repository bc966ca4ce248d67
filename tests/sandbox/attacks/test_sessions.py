"""Sessions that stay, that speak to others, and a server that goes down."""

from __future__ import annotations

import os
import re
import signal
import threading
from pathlib import Path

import pytest

from sandbox import wire
from sandbox.execution import RunOutcome, run, session
from sandbox.provider import SandboxState
from sandbox.watchdog import Bounds, Deed, patrol

pytestmark = pytest.mark.docker

SLEEPS = "usename = 'candidate' AND wait_event = 'PgSleep'"
ROOT = Path(__file__).parents[3]


def test_attack_32_notifications(arena):
    """NOTIFY works, nobody of ours listens where candidates speak, and what one sends oneself is dropped."""
    flood = "SELECT count(pg_notify('jobs', g::text)) FROM generate_series(1, 10000) AS g"
    result = arena.holds(f"LISTEN jobs; {flood}; COMMIT; SELECT 1")
    assert result.results[-1].rows == (("1",),)
    texts = [path.read_text() for path in (ROOT / "sandbox").rglob("*.py")]
    assert not [text for text in texts if re.search(r"[\"'\s]LISTEN\s+\w", text)]


def test_attack_33_a_lock_that_is_never_given_back(arena):
    """A session that is left with a lock in its transaction is ended by the watchdog, and the next run works."""
    connection = wire.connect(arena.victim.dsn, 5)
    held = "SET idle_in_transaction_session_timeout = 0; BEGIN; LOCK TABLE item; SELECT pg_advisory_lock(1)"
    wire.ask(connection, held, 5)
    blocked = arena.run("SELECT count(*) FROM item", seconds=0.5)
    assert blocked.outcome is RunOutcome.TIMED_OUT
    handles = (arena.victim, arena.neighbour)
    assert patrol(arena.provider, handles) == ()
    (found,) = patrol(arena.provider, handles, Bounds(transaction_seconds=0.1))
    assert (found.sandbox_id, found.deed) == (arena.victim.id, Deed.ENDED_SESSION)
    assert "transaction" in found.detail
    connection.finish()


@pytest.mark.parametrize("end", ["killed from outside", "stopped from inside"])
def test_attack_36_the_end_of_the_server(arena, end, monkeypatch):
    """A run is told that the server went away; resumed, the server has what was committed. That its processes may have
    ended well (an exit code of 0) is no sign that somebody of ours wanted it."""
    monkeypatch.setattr(session, "CONNECT_SECONDS", 0.5)
    arena.holds("CREATE TABLE kept AS SELECT 42 AS a")
    before = arena.postmaster()
    if end == "killed from outside":
        os.kill(before, signal.SIGKILL)
    else:
        run(arena.victim.platform_dsn, "COPY (SELECT 1) TO PROGRAM 'kill -INT 1; sleep 1'")
    result = arena.run("SELECT 1")
    assert result.outcome is RunOutcome.INTERRUPTED
    assert "PostgreSQL could not be reached" in result.message
    assert str(arena.victim.state["sockets"]) not in result.message
    assert arena.provider.poll(arena.victim) is not SandboxState.READY
    arena.provider.resume(arena.victim)
    assert arena.holds("SELECT a FROM kept").results[0].rows == (("42",),)
    assert arena.postmaster() != before
    arena.holds("DROP TABLE kept")


def test_variant_of_36_a_backend_that_crashes(arena):
    """All sessions end, the server recovers by itself within moments, and a run says that it was lost."""
    told = []
    thread = threading.Thread(target=lambda: told.append(arena.run("SELECT pg_sleep(10)")))
    thread.start()
    while arena.platform(f"SELECT count(*) FROM pg_stat_activity WHERE {SLEEPS}") != [(1,)]:
        pass
    run(arena.victim.platform_dsn, "COPY (SELECT 1) TO PROGRAM 'kill -SEGV $PPID; sleep 1'")
    thread.join()
    assert told[0].outcome is RunOutcome.INTERRUPTED
    assert "another session of your server crashed" in told[0].message
    assert arena.holds("SELECT 1").results[0].rows == (("1",),)
