"""How long a verdict takes with warm labs: python -m tests.bench.grading [--gradings N] [--provider NAME].

From the answer's text to its result, on 12 hidden datasets and two scales up to 1,000,000 rows, for an answer as good
as the reference. First one after the other, each when a lab waits; then two at once for the gradings a minute.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from assessor.domain.outcomes import GradingResult
from assessor.grading.lab_pool import PoolSize, WarmLabs
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import grade
from assessor.kinds.query import lab_spec
from assessor.packs.loader import Pack
from assessor.packs.templates import lab_template
from sandbox.provider import SandboxProvider
from tests.bench.labs import end_like_ctrl_c, lab_provider
from tests.bench.orders_pack import AS_GOOD, HIDDEN, orders_pack
from tests.bench.report import Progress, machine, versions

AT_ONCE = 2
WAIT_SECONDS = 60.0


def measure(provider: SandboxProvider, gradings: int) -> dict[str, Any]:
    pack, cache = orders_pack(), MemoryReferenceCache()
    provider.prepare(lab_template(pack), lambda text: print(text, file=sys.stderr))
    size = PoolSize(each=AT_ONCE, labs=AT_ONCE)
    with closing(WarmLabs(provider, size)) as labs:
        first = grade(pack, AS_GOOD, labs, cache, "bench")

        def graded(number: int) -> GradingResult:
            return grade(pack, AS_GOOD, labs, cache, f"bench {number}")

        alone = [one_by_one(pack, labs, graded, number, gradings) for number in range(gradings)]
        per_minute, together = two_at_once(graded, gradings)
    results = [first, *(result for _, result in alone), *together]
    seconds = sorted(taken for taken, _ in alone)
    return {
        "p50_s": round(statistics.median(seconds), 2),
        "p95_s": round(seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))], 2),
        "max_s": round(seconds[-1], 2),
        "per_minute": per_minute,
        "scores": sorted({result.score for result in results}),
        "scales": first.outcomes[-1].evidence["scales"],
        "counts": {"one by one": gradings, "two at once": gradings, "hidden datasets": HIDDEN},
        "provider": provider.name,
        "server_version": first.provenance.server_version,
    }


def one_by_one(
    pack: Pack, labs: WarmLabs, graded: Callable[[int], GradingResult], number: int, of: int
) -> tuple[float, GradingResult]:
    """The time of a grading that finds a lab waiting and no other grading beside it."""
    deadline = time.monotonic() + WAIT_SECONDS
    while labs.waiting(lab_spec(pack, "bench")) < AT_ONCE and time.monotonic() < deadline:
        time.sleep(0.02)
    started = time.monotonic()
    result = graded(number)
    taken = time.monotonic() - started
    print(f"[{number + 1}/{of}] {taken:.2f} s", file=sys.stderr, flush=True)
    return taken, result


def two_at_once(graded: Callable[[int], GradingResult], gradings: int) -> tuple[float, list[GradingResult]]:
    """Gradings a minute, which also pay for the labs that are started meanwhile."""
    progress, started = Progress(gradings), time.monotonic()

    def counted(number: int) -> GradingResult:
        result = graded(number)
        progress.step("two at once")
        return result

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(counted, range(gradings)))
    return round(60 * gradings / (time.monotonic() - started), 1), results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradings", type=int, default=40)
    parser.add_argument("--provider", choices=["docker", "process"], default="")
    arguments = parser.parse_args()
    end_like_ctrl_c()
    with lab_provider(arguments.provider) as provider:
        found = {**measure(provider, arguments.gradings), "machine": machine(), "versions": versions()}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
