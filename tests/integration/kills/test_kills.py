"""kill -9 in a running attempt: of a server's postmaster, its container, the worker. State afterwards as promised."""

from __future__ import annotations

import os
import shutil
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from assessor.domain.events import EventKind
from assessor.domain.sandboxes import Mishap, SandboxStatus
from assessor.errors import SandboxAsleep
from assessor.services.give_consent import give_consent
from assessor.services.reset_sandbox import reset_sandbox
from assessor.services.suspend_idle import suspend_sandbox
from assessor.storage.queries import attempts, sandboxes
from tests.integration.kills.sitting import Sitting
from tests.living import SLUG, Living


def test_a_killed_postmaster_comes_back_with_the_data(sitting: Sitting) -> None:
    before = sitting.handle
    os.kill(sitting.postmaster(), signal.SIGKILL)
    assert sitting.cell("SELECT answer FROM mine") == "42", "the page's next run waits and succeeds"
    event = sitting.wait_for_repair(rebuilt=False)
    assert event.data["mishap"] == Mishap.CRASH
    assert sitting.handle == before


def test_a_killed_postmaster_is_noticed_while_nobody_runs_anything(sitting: Sitting) -> None:
    os.kill(sitting.postmaster(), signal.SIGKILL)
    sitting.wait_for_repair(rebuilt=False)
    assert sitting.cell("SELECT answer FROM mine") == "42"


def test_a_server_that_is_gone_is_made_anew_from_its_seed(sitting: Sitting) -> None:
    before = sitting.handle
    if sitting.live.application.provider().name == "docker":
        sitting.container().remove(force=True)
    else:
        os.kill(sitting.postmaster(), signal.SIGKILL)
        folder = Path(str(before["state"]["folder"]))
        while folder.exists():
            # The orphans of the postmaster still tidy up.
            shutil.rmtree(folder, ignore_errors=True)
    event = sitting.wait_for_repair(rebuilt=True)
    assert event.data["mishap"] == Mishap.LOST
    assert sitting.handle["id"] != before["id"]
    tables = sitting.tables()
    assert "customer" in tables
    assert "mine" not in tables
    assert int(sitting.cell("SELECT count(*) FROM customer") or 0) > 0, "never silently empty"


def test_a_candidate_who_starts_over_gets_the_start_data(sitting: Sitting) -> None:
    customers = sitting.cell("SELECT count(*) FROM customer")
    sitting.run("DROP TABLE customer CASCADE")
    with sitting.live.application.work() as work:
        reset_sandbox(work, sitting.attempt_id, SLUG)
    assert sitting.cell("SELECT count(*) FROM customer") == customers
    assert "mine" not in sitting.tables()
    assert sitting.attempt.credited_seconds == 0


def test_a_sleeping_server_keeps_what_its_candidate_made(sitting: Sitting) -> None:
    with sitting.live.application.work() as work:
        sandboxes.touch(work.session, [sitting.sandbox.id], work.now() - timedelta(hours=1))
    provider = sitting.live.application.provider()
    suspend_sandbox(sitting.live.application.work, provider, sitting.sandbox.id, timedelta(minutes=15))
    assert sitting.status is SandboxStatus.SUSPENDED
    with pytest.raises(SandboxAsleep):
        sitting.run("SELECT 1")
    assert sitting.cell("SELECT answer FROM mine") == "42"


def test_a_dead_worker_stops_nobody_and_the_next_one_repairs(live: Living) -> None:
    sitting = Sitting.begin(live)
    (worker,) = live.workers
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert sitting.cell("SELECT answer FROM mine") == "42", "runs need no worker"
    os.kill(sitting.postmaster(), signal.SIGKILL)
    live.workers.clear()
    live.worker()
    sitting.wait_for_repair(rebuilt=False)
    assert sitting.cell("SELECT answer FROM mine") == "42"


def test_a_start_that_died_with_its_worker_is_done_by_the_next_one(live: Living) -> None:
    attempt_id = live.invite()
    (worker,) = live.workers
    worker.send_signal(signal.SIGSTOP)
    with live.application.work() as work:
        give_consent(work, attempt_id)
    worker.send_signal(signal.SIGCONT)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    live.workers.clear()
    live.worker()

    def ready() -> bool:
        with live.application.work(readonly=True) as work:
            (sandbox,) = sandboxes.of_attempt(work.session, attempt_id).values()
        return sandbox.status is SandboxStatus.READY

    live.wait_for("a server in spite of it", ready, 150)
    with live.application.work(readonly=True) as work:
        kinds = [event.kind for event in attempts.events(work.session, attempt_id)]
    assert kinds.count(EventKind.SANDBOX_READY) == 1
