"""Sessions that stay open, kept by a broker process, on a real container."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessor.broker import Key, SessionRun, Target
from sandbox.docker_provider import DockerProvider
from sandbox.execution import RunOutcome, SessionState
from sandbox.provider import SandboxHandle
from sandbox.schema import read_schema
from tests.brokers import RunningBroker, broker
from tests.sandbox.contract import fetch

pytestmark = pytest.mark.docker

ONE, TWO = Key("a", "c", "one"), Key("a", "c", "two")


@pytest.fixture(scope="module")
def make_provider(make_docker_provider: Callable[..., DockerProvider]) -> Callable[..., DockerProvider]:
    return make_docker_provider


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningBroker]:
    with broker(tmp_path) as started:
        yield started


@pytest.fixture
def target(handle: SandboxHandle) -> Target:
    return Target(handle.dsn, handle.platform_dsn)


def waiting(handle: SandboxHandle) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'tab two'"
    return fetch(handle.platform_dsn, query) == (1,)


def test_two_tabs_of_one_candidate(running: RunningBroker, handle: SandboxHandle, target: Target) -> None:
    """A temporary table survives, a failed transaction is shown, and a lock is waited for until somebody cancels."""
    sessions = running.client
    first = sessions.run(ONE, target, "CREATE TEMP TABLE mine AS SELECT count(*) AS n FROM item")
    assert (first.result.message, first.fresh, first.state) == ("", True, SessionState.IDLE)
    assert sessions.run(ONE, target, "SELECT n FROM mine").result.results[0].rows == (("20000",),)
    assert sessions.run(ONE, target, "BEGIN; SELECT 1/0").state is SessionState.FAILED
    assert sessions.run(ONE, target, "ROLLBACK").state is SessionState.IDLE
    assert sessions.run(ONE, target, "BEGIN; LOCK TABLE item").state is SessionState.IN_TRANSACTION
    told: list[SessionRun] = []
    thread = threading.Thread(
        target=lambda: told.append(sessions.run(TWO, target, "SELECT count(*) FROM item"))
    )
    thread.start()
    while not waiting(handle):
        time.sleep(0.05)
    (item,) = [table for table in read_schema(target.dsn, target.platform_dsn).tables if table.name == "item"]
    assert (item.locked, item.sample) == (True, None), (
        "a lock in a tab leaves the panel without rows, and holds nobody up"
    )
    assert sessions.cancel(TWO)
    thread.join()
    assert told[0].result.error is not None
    assert (told[0].result.error.sqlstate, told[0].state) == ("57014", SessionState.IDLE)
    assert sessions.run(ONE, target, "ROLLBACK; SELECT n FROM mine").result.results[-1].rows == (("20000",),)


def test_a_killed_broker_costs_the_transaction_and_nothing_else(
    running: RunningBroker, handle: SandboxHandle, target: Target
) -> None:
    sessions = running.client
    sessions.run(ONE, target, "BEGIN; DELETE FROM item")
    running.kill()
    told = sessions.run(ONE, target, "SELECT count(*) FROM item")
    assert told.result.results[0].rows == (("20000",),)
    assert (told.fresh, told.state) == (True, SessionState.IDLE)
    assert "temporary tables are gone; your text is safe" in (told.ended or "")


def test_a_server_that_sleeps_ends_its_sessions(
    running: RunningBroker, shared_provider: DockerProvider, handle: SandboxHandle, target: Target
) -> None:
    running.client.run(ONE, target, "BEGIN")
    shared_provider.suspend(handle)
    asleep = running.client.run(ONE, target, "SELECT 1")
    assert (asleep.result.outcome, asleep.result.duration_ms) == (RunOutcome.INTERRUPTED, 0)
    shared_provider.resume(handle)
    told = running.client.run(ONE, target, "SELECT 1")
    assert (told.result.outcome, told.fresh) == (RunOutcome.OK, True)
    assert "shut down" in (told.ended or "")
