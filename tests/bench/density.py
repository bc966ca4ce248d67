"""What a server costs: python -m tests.bench.density [--sandboxes N] [--busy N].

`mb_each` is what the host's available memory fell by between the first server and the last, for each: processes, page
tables, the engine's shim and the kernel's own, after the page cache was written and dropped both times, with an open
session that has run statements on each of the busy ones. `pss_mb_each` is what their processes (and shims) say of
themselves. `run_p95_ms` is of statements run in turn on the busy ones while all the others live.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from assessor.packs.loader import Pack
from assessor.packs.templates import sandbox_template
from sandbox.docker_provider import DockerProvider
from sandbox.execution import RunOutcome, run
from sandbox.provider import Owner, SandboxHandle, SandboxSpec
from tests.bench.labs import docker_folder
from tests.bench.report import Progress, machine, versions
from tests.bench.sandbox import PACK, milliseconds, p95

STARTS_AT_ONCE = 2
RUNS_AT_ONCE = 2
ROUNDS = 4
STATEMENTS = (
    "SELECT count(*) FROM pg_class",
    "CREATE TEMP TABLE mine AS SELECT g AS n FROM generate_series(1, 1000) AS g",
    "SELECT relname, count(*) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid GROUP BY 1 ORDER BY 2 DESC",
)
SETTLE_SECONDS = 3.0


def measure(provider: DockerProvider, count: int, busy: int) -> dict[str, Any]:
    template = sandbox_template(Pack.from_folder(PACK))
    provider.prepare(template)
    spec = SandboxSpec(template, Owner("bench", "bench"))
    first = provider.start(spec)
    before = available_mb()
    progress = Progress(count - 1)

    def started(_: int) -> SandboxHandle:
        handle = provider.start(spec)
        progress.step("server")
        return handle

    with ThreadPoolExecutor(STARTS_AT_ONCE) as threads:
        handles = [first, *threads.map(started, range(count - 1))]
    idle = available_mb()
    seconds = run_in_turn(handles[:busy])
    load = os.getloadavg()[0]
    with sessions(handles[:busy]):
        used = before - available_mb()
        pss = sum(pss_mb(provider, handle) for handle in handles) / count
    return {
        "sandboxes": count,
        "busy": busy,
        "mb_each": round(used / (count - 1), 1),
        "idle_mb_each": round((before - idle) / (count - 1), 1),
        "pss_mb_each": round(pss, 1),
        "run_p95_ms": milliseconds(p95(seconds)),
        "runs": len(seconds),
        "host_load": round(load, 1),
        "versions": versions(first.dsn),
    }


def run_in_turn(handles: Sequence[SandboxHandle]) -> list[float]:
    """Each of them runs each statement, a few rounds long."""
    work = [(handle, text) for _ in range(ROUNDS) for text in STATEMENTS for handle in handles]

    def timed(item: tuple[SandboxHandle, str]) -> float:
        started = time.monotonic()
        result = run(item[0].dsn, item[1])
        if result.outcome is not RunOutcome.OK:
            raise RuntimeError(f"{item[1]}: {result.message or result.error}")
        return time.monotonic() - started

    with ThreadPoolExecutor(RUNS_AT_ONCE) as threads:
        return list(threads.map(timed, work))


@contextlib.contextmanager
def sessions(handles: Sequence[SandboxHandle]) -> Iterator[None]:
    """An open session on each, which has run the statements."""
    with ExitStack() as stack:
        for handle in handles:
            session = stack.enter_context(psycopg.connect(handle.dsn, autocommit=True))
            for text in STATEMENTS:
                session.execute(text.encode())
        yield


def available_mb() -> float:
    """MemAvailable once nothing that is on a disk is held in memory."""
    time.sleep(SETTLE_SECONDS)
    os.sync()
    Path("/proc/sys/vm/drop_caches").write_text("3")
    time.sleep(1)
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("MemAvailable"))


def pss_mb(provider: DockerProvider, handle: SandboxHandle) -> float:
    """Of a container's processes and of the shim that holds it."""
    listed = provider.engine.api.top(handle.state["container"], ps_args="-eo pid,ppid")["Processes"]
    pids = {pid for pid, _ in listed}
    shims = {parent for _, parent in listed} - pids
    return sum(process_pss(pid) for pid in pids | shims)


def process_pss(pid: str) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sandboxes", type=int, default=200)
    parser.add_argument("--busy", type=int, default=50)
    arguments = parser.parse_args()
    with docker_folder() as (provider, _):
        found = {**measure(provider, arguments.sandboxes, arguments.busy), "machine": machine()}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
