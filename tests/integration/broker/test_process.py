"""The broker as a process, killed and stopped, with sessions on a real PostgreSQL."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assessor.broker import Key, Scope, SessionRun, Target
from assessor.broker.client import BrokerClient
from assessor.broker.server import serve
from assessor.errors import ConfigurationError, PlatformFault, SessionBusy, SessionsAway
from assessor.folders import broker_ledger, broker_socket
from sandbox.execution import RunOutcome, SessionState
from tests.brokers import RunningBroker, broker

KEY = Key("attempt", "challenge", "one")
OTHER = Key("attempt", "challenge", "two")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningBroker]:
    with broker(tmp_path) as started:
        yield started


@pytest.fixture
def target(empty_dsn: str) -> Target:
    return Target(empty_dsn, None)


def in_background(
    running: RunningBroker, key: Key, target: Target, text: str
) -> tuple[threading.Thread, list[SessionRun]]:
    """Returns once the text is at work."""
    told: list[SessionRun] = []
    thread = threading.Thread(target=lambda: told.append(running.client.run(key, target, text)))
    thread.start()
    while not active(target, text):
        pass
    return thread, told


def active(target: Target, text: str) -> bool:
    with psycopg.connect(target.dsn, autocommit=True) as connection:
        # psycopg's own query has a placeholder where the other has its text.
        query = "SELECT count(*) FROM pg_stat_activity WHERE query = %s AND state = 'active'"
        return connection.execute(query, [text]).fetchone() == (1,)


def test_what_a_session_has_outlives_the_connection_of_who_asked(running, target):
    first = running.client.run(
        KEY, target, "CREATE TEMP TABLE mine AS SELECT 1 AS n, NULL AS nothing, 'ä€' AS word"
    )
    assert (first.fresh, first.state, first.ended) == (True, SessionState.IDLE, None)
    another_process = BrokerClient(broker_socket(running.home))
    told = another_process.run(KEY, target, "SELECT * FROM mine; SELECT 1/0")
    another_process.close()
    assert told.result.results[0].rows == (("1", None, "ä€"),)
    assert [column.type for column in told.result.results[0].columns] == ["integer", "text", "text"]
    assert told.result.error is not None
    assert (told.result.outcome, told.result.error.sqlstate) == (RunOutcome.ERROR, "22012")
    (known,) = running.client.known(Scope("attempt", "challenge"))
    assert (known.tab, known.state, known.ended) == ("one", SessionState.IDLE, None)


def test_only_its_user_may_speak_to_it_and_it_writes_no_secret(running, target):
    running.client.run(KEY, target, "SELECT 'a text of a candidate'")
    assert stat.S_IMODE(broker_socket(running.home).stat().st_mode) == 0o600
    kept = broker_ledger(running.home).read_text() + running.log
    assert '"attempt", "challenge", "one"' in kept
    assert "a text of a candidate" not in kept
    assert "password" not in kept


def test_a_broker_killed_between_runs_is_told_of_and_the_run_works(running, target):
    running.client.run(KEY, target, "CREATE TEMP TABLE mine (n int); CREATE TABLE kept (n int)")
    running.client.run(KEY, target, "BEGIN; INSERT INTO kept VALUES (1)")
    running.kill()
    told = running.client.run(KEY, target, "SELECT to_regclass('mine'), count(*) FROM kept")
    assert told.result.results[0].rows == ((None, "0"),)
    assert (told.fresh, told.state) == (True, SessionState.IDLE)
    assert told.ended is not None
    assert "was restarted" in told.ended
    assert "temporary tables are gone; your text is safe" in told.ended
    assert running.client.run(KEY, target, "SELECT 1").ended is None


def test_a_broker_killed_during_a_run_is_told_of_and_the_next_run_works(running, target):
    thread, told = in_background(running, KEY, target, "SELECT pg_sleep(9)")
    running.kill()
    thread.join()
    assert (told[0].result.outcome, told[0].state) == (RunOutcome.INTERRUPTED, SessionState.ENDED)
    assert told[0].keeper_lost
    assert "your text is safe" in told[0].result.message
    assert running.client.run(KEY, target, "SELECT 1").result.outcome is RunOutcome.OK
    while active(target, "SELECT pg_sleep(9)"):
        pass


def test_a_broker_that_is_stopped_says_so_too(running, target):
    running.client.run(KEY, target, "BEGIN")
    running.supervised.process.terminate()
    running.supervised.process.wait()
    told = running.client.run(KEY, target, "SELECT 1")
    assert told.fresh
    assert "was stopped" in (told.ended or "")


def test_two_sessions_lock_each_other_out_until_one_is_cancelled(running, target):
    running.client.run(KEY, target, "CREATE TABLE counter AS SELECT 1 AS n")
    running.client.run(KEY, target, "BEGIN; UPDATE counter SET n = 2")
    thread, told = in_background(running, OTHER, target, "UPDATE counter SET n = 3")
    with pytest.raises(SessionBusy):
        running.client.run(OTHER, target, "SELECT 1")
    assert running.client.cancel(OTHER)
    thread.join()
    assert told[0].result.error is not None
    assert told[0].result.error.sqlstate == "57014"
    assert running.client.end(Scope("attempt")) == 2
    assert running.client.known(Scope("attempt")) == ()


def test_a_second_broker_does_not_start(running, target, tmp_path):
    running.client.run(KEY, target, "SELECT 1")
    with pytest.raises(ConfigurationError, match="Another broker"):
        serve(broker_socket(tmp_path), broker_ledger(tmp_path))


def test_where_no_broker_comes_back_nothing_was_run(tmp_path, target):
    client = BrokerClient(tmp_path / "none.sock", connect_seconds=0.1)
    for ask in (lambda: client.run(KEY, target, "SELECT 1"), lambda: client.known(Scope("attempt"))):
        with pytest.raises(SessionsAway, match="your text is safe"):
            ask()
    assert client.end(Scope("attempt")) == 0


def test_nonsense_is_answered_and_does_not_end_it(running, target):
    connection = running.client._connection(60)
    connection.send_bytes(b"{nonsense")
    with pytest.raises(PlatformFault):
        running.client._ask("no_such_method")
    assert b"refused" in connection.recv_bytes()
    connection.close()
    assert running.client.run(KEY, target, "SELECT 1").result.outcome is RunOutcome.OK
