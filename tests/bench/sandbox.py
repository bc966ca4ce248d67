"""How soon a server answers: python -m tests.bench.sandbox [--rounds N].

warm: from the handle of a server that waits (as JSON, which is what a claim gives) to its first answered query.
cold: from provider.start() of a prepared template to the first answered query.
unprepared: the official image's way (see tests.bench.official) to the first answered query.
All three in turn in every round, each on a server that nobody has used before.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assessor.packs.loader import Pack
from assessor.packs.templates import sandbox_template
from sandbox.docker_provider import DockerProvider
from sandbox.docker_provider.server_image import find_image
from sandbox.execution import RunOutcome, run
from sandbox.provider import Owner, SandboxHandle, SandboxSpec, Template
from tests.bench.labs import docker_folder
from tests.bench.official import official_start
from tests.bench.report import Progress, machine, versions

PACK = Path(__file__).parents[2] / "challenges" / "late-invoices"
QUERY = "SELECT count(*) FROM pg_class"
COLD_EACH_ROUND = 2
SETTLE_SECONDS = 0.3


def measure(provider: DockerProvider, folder: Path, rounds: int) -> dict[str, Any]:
    template = sandbox_template(Pack.from_folder(PACK))
    provider.prepare(template)
    # The first start of a process also connects to the engine and looks for what it can mount.
    first = provider.start(spec_of(template))
    version = versions(first.dsn)
    provider.stop(first)
    warm: list[float] = []
    cold: list[float] = []
    unprepared: list[float] = []
    progress = Progress(rounds)
    for _ in range(rounds):
        for _ in range(COLD_EACH_ROUND):
            handle, seconds = cold_start(provider, template)
            cold.append(seconds)
            time.sleep(SETTLE_SECONDS)
            warm.append(warm_claim(json.dumps(handle.to_json())))
            provider.stop(handle)
        unprepared.append(official(provider, template, folder))
        progress.step(f"warm {warm[-1]:.3f} s, cold {cold[-1]:.3f} s, unprepared {unprepared[-1]:.2f} s")
    return {**summary(warm, cold, unprepared), "rounds": rounds, "versions": version}


def spec_of(template: Template) -> SandboxSpec:
    return SandboxSpec(template, Owner("bench", "bench"))


def cold_start(provider: DockerProvider, template: Template) -> tuple[SandboxHandle, float]:
    started = time.monotonic()
    handle = provider.start(spec_of(template))
    answered(handle.dsn)
    return handle, time.monotonic() - started


def warm_claim(row: str) -> float:
    started = time.monotonic()
    answered(SandboxHandle.from_json(json.loads(row)).dsn)
    return time.monotonic() - started


def official(provider: DockerProvider, template: Template, folder: Path) -> float:
    image = str(find_image(provider.engine))
    started = time.monotonic()
    with official_start(provider.engine, image, template, folder) as dsn:
        answered(dsn)
        return time.monotonic() - started


def answered(dsn: str) -> None:
    result = run(dsn, QUERY)
    if result.outcome is not RunOutcome.OK:
        raise RuntimeError(f"the query was not answered: {result.message or result.error}")


def summary(warm: Sequence[float], cold: Sequence[float], unprepared: Sequence[float]) -> dict[str, Any]:
    middle = statistics.median(unprepared)
    return {
        "warm_p50_ms": milliseconds(statistics.median(warm)),
        "warm_p95_ms": milliseconds(p95(warm)),
        "cold_p50_ms": milliseconds(statistics.median(cold)),
        "cold_p95_ms": milliseconds(p95(cold)),
        "unprepared_p50_ms": milliseconds(middle),
        "ratio_warm": round(middle / statistics.median(warm), 1),
        "ratio_cold": round(middle / statistics.median(cold), 1),
    }


def milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    with docker_folder() as (provider, folder):
        found = {**measure(provider, folder, arguments.rounds), "machine": machine()}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
