"""Everybody comes at once: python -m tests.bench.storm [--candidates 100] [--pool 20] [--provider NAME].

So many candidates agree within five seconds, each waits until their server answers, and starts the clock; the pool
holds fewer. The worker is a process of its own; each candidate is a thread that calls the services that the pages call.
Afterwards everything must be gone. JSON on stdout: ready, wait_p95_s, wait_max_s, failed, leaked.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessor.domain.pool import STARTS_AT_ONCE, WARM_MB
from assessor.domain.sandboxes import SandboxStatus
from assessor.errors import SandboxNotReady
from assessor.services.discard_sandbox import discard_sandbox
from assessor.services.finish_attempt import finish_attempt
from assessor.services.give_consent import give_consent
from assessor.services.open_invitation import open_invitation
from assessor.services.run_statement import run_statement
from assessor.services.start_attempt import start_attempt
from assessor.services.view_attempt import view_attempt
from assessor.storage.queries import pool
from tests.bench.leaks import Inventory
from tests.bench.report import Progress, machine, versions
from tests.living import SLUG, Living, living

WITHIN_SECONDS = 5.0
ASK_EVERY = 0.5
PATIENCE_SECONDS = 300.0
"""For one candidate, and for each phase around the storm."""


@dataclass(frozen=True)
class Sitting:
    """How one candidate fared; `place` is where they stood in the queue at first, 0 if they did not have to wait."""

    wait: float | None
    place: int
    answered: bool


def measure(live: Living, candidates: int, warm: int) -> dict[str, Any]:
    before = Inventory.take(live)
    attempts = [live.invite(f"Candidate {number}") for number in range(candidates)]
    for attempt_id in attempts:
        with live.application.work() as work:
            open_invitation(work, attempt_id)
    live.worker()
    live.wait_for(f"{warm} warm servers", lambda: waiting(live) >= warm, PATIENCE_SECONDS)
    print(f"{waiting(live)} servers wait; {candidates} candidates come", file=sys.stderr, flush=True)
    sittings = storm(live, attempts)
    finish(live, attempts)
    leaked = before.leaked(live)
    return {**summary(sittings), "leaked": sum(leaked.values()), "leaked_by_kind": leaked}


def waiting(live: Living) -> int:
    with live.application.work(readonly=True) as work:
        return len(pool.all_of(work.session, SandboxStatus.WARM))


def storm(live: Living, attempts: Sequence[UUID]) -> list[Sitting]:
    progress, begin = Progress(len(attempts)), time.monotonic() + 0.5
    told = threading.Lock()

    def sit(numbered: tuple[int, UUID]) -> Sitting:
        number, attempt_id = numbered
        time.sleep(max(0.0, begin + WITHIN_SECONDS * number / len(attempts) - time.monotonic()))
        found = sitting(live, attempt_id)
        with told:
            progress.step("never ready" if found.wait is None else f"ready after {found.wait:.1f} s")
        return found

    with ThreadPoolExecutor(len(attempts)) as threads:
        return list(threads.map(sit, enumerate(attempts)))


def sitting(live: Living, attempt_id: UUID) -> Sitting:
    """Agree, wait, start, run one statement."""
    pressed = time.monotonic()
    with live.application.work() as work:
        give_consent(work, attempt_id)
    with live.application.work(readonly=True) as work:
        place = view_attempt(work, attempt_id).queue
    while not started(live, attempt_id):
        if time.monotonic() - pressed > PATIENCE_SECONDS:
            return Sitting(None, place.position if place else 0, answered=False)
        time.sleep(ASK_EVERY)
    wait = time.monotonic() - pressed
    with live.application.work() as work:
        result = run_statement(work, attempt_id, SLUG, "SELECT count(*) FROM customer").result
    return Sitting(wait, place.position if place else 0, answered=result.error is None)


def started(live: Living, attempt_id: UUID) -> bool:
    with live.application.work(readonly=True) as work:
        if not view_attempt(work, attempt_id).sandboxes_ready:
            return False
    try:
        with live.application.work() as work:
            start_attempt(work, attempt_id)
    except SandboxNotReady:
        return False
    return True


def finish(live: Living, attempts: Sequence[UUID]) -> None:
    """Every attempt ends; the worker removes its server."""
    for attempt_id in attempts:
        with live.application.work() as work:
            finish_attempt(work, attempt_id)
    provider = live.application.provider()
    live.wait_for(
        "none but the pool's servers are left",
        lambda: len(provider.list()) == waiting(live),
        PATIENCE_SECONDS,
    )
    empty_pool(live)
    live.wait_for("no server is left", lambda: not provider.list(), PATIENCE_SECONDS)
    live.stop_workers()


def empty_pool(live: Living) -> None:
    """What waits for further candidates is no leak: give it up as the worker does after a while."""
    live.stop_workers()
    live.environ["ASSESSOR_POOL_MEMORY_MB"] = "0"
    with live.application.work() as work:
        for server in pool.all_of(work.session, SandboxStatus.WARM):
            discard_sandbox(work, server.id, server.handle)
    live.worker()


def summary(sittings: Sequence[Sitting]) -> dict[str, Any]:
    waits = sorted(each.wait for each in sittings if each.wait is not None)
    last = len(waits) - 1
    return {
        "ready": len(waits),
        "wait_p50_s": round(statistics.median(waits), 2) if waits else None,
        "wait_p95_s": round(waits[min(last, int(0.95 * len(waits)))], 2) if waits else None,
        "wait_max_s": round(waits[-1], 2) if waits else None,
        "at_once": sum(each.place == 0 for each in sittings),
        "longest_queue": max((each.place for each in sittings), default=0),
        "failed": sum(each.wait is None or not each.answered for each in sittings),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=100)
    parser.add_argument("--pool", type=int, default=20)
    parser.add_argument("--provider", choices=["docker", "process"], default="docker")
    arguments = parser.parse_args()
    with living(arguments.provider, ASSESSOR_POOL_MEMORY_MB=str(arguments.pool * WARM_MB)) as live:
        found = {
            **measure(live, arguments.candidates, min(arguments.pool, arguments.candidates)),
            "counts": {"candidates": arguments.candidates, "pool": arguments.pool},
            "starts_at_once": STARTS_AT_ONCE,
            "provider": live.application.provider().name,
            "machine": machine(),
            "versions": versions(live.application.database.dsn),
        }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
