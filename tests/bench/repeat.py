"""Does a score wobble? python -m tests.bench.repeat [--gradings N] [--packs SLUG ...] [--provider NAME].

The same submission of each pack is graded again and again, each time in a fresh lab, while two processes burn both
cores. By default it is the one whose promised score leaves most room, so that a wobble would show.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from assessor.domain.outcomes import GradingResult
from assessor.domain.reproduction import fingerprint
from assessor.grading.lab_pool import PoolSize, WarmLabs
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import grade
from assessor.kinds.query import reference_results
from assessor.kinds.query_synthesis import hidden_datasets
from assessor.packs.hidden import extended, wants_synthesis
from assessor.packs.loader import Pack, Sample, find_packs
from assessor.packs.templates import lab_template
from sandbox.provider import SandboxProvider
from tests.bench.labs import end_like_ctrl_c, lab_provider
from tests.bench.report import Progress, machine, versions

CHALLENGES = Path(__file__).parents[2] / "challenges"
BURNERS = 2
BURN = """
import os
parent = os.getppid()
while os.getppid() == parent:
    for _ in range(1_000_000):
        pass
"""
"""At normal priority, like what it disturbs; it ends with the measurement, however that ends."""
REFERENCE_LABS = 3
SECRET = b"python -m tests.bench.repeat"


@contextmanager
def burning() -> Iterator[None]:
    """Two processes that keep both cores busy."""
    burners = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(BURNERS)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def graded_sample(pack: Pack) -> Sample:
    """The right but not best answer whose score may vary most within its promise."""
    right = [sample for sample in pack.samples if "/accepted/" in sample.path or "/partial/" in sample.path]
    return max(right, key=lambda sample: sample.expectations[0].score[1] - sample.expectations[0].score[0])


def whole(provider: SandboxProvider, pack: Pack) -> Pack:
    """The pack as an installation grades it, with datasets made from a secret if it asks for them."""
    if not wants_synthesis(pack):
        return pack
    return extended(pack, hidden_datasets(pack, provider, SECRET))


def measure(
    provider: SandboxProvider, pack: Pack, gradings: int, progress: Progress | None = None
) -> dict[str, Any]:
    provider.prepare(lab_template(pack))
    sample, cache = graded_sample(pack), MemoryReferenceCache()
    progress = progress or Progress(gradings)
    results: list[GradingResult] = []
    seconds: list[float] = []
    with burning(), closing(WarmLabs(provider, PoolSize(each=1, labs=1))) as labs:
        for number in range(gradings):
            # The first also computes the references; its time is not compared.
            started = time.monotonic()
            results.append(grade(pack, sample.text, labs, cache, f"bench {number}"))
            seconds.append(time.monotonic() - started)
            progress.step(f"{pack.spec.slug}: {results[-1].score:g} in {seconds[-1]:.1f} s")
        references = [reference_totals(pack, labs) for _ in range(REFERENCE_LABS)]
    compared = seconds[1:] or seconds
    return {
        "sample": sample.path,
        "datasets": len(pack.spec.dataset),
        "gradings": gradings,
        "scores": sorted({result.score for result in results}),
        "distinct_verdicts": len({fingerprint(result) for result in results}),
        "distinct_works": len({works(result) for result in results}),
        "distinct_references": len(set(references)),
        "seconds": [round(min(compared), 2), round(max(compared), 2)],
        "wall_ratio": round(max(compared) / min(compared), 2),
        "server_version": results[0].provenance.server_version,
    }


def works(result: GradingResult) -> str:
    """Every number of work in a result."""
    return json.dumps([outcome.evidence.get("scales") for outcome in result.outcomes])


def reference_totals(pack: Pack, labs: SandboxProvider) -> str:
    """The works of the author's texts, computed anew in a fresh lab."""
    found = reference_results(pack, labs, MemoryReferenceCache())
    return json.dumps({name: work.total for name, work in found.works.items()})


def summary(measured: dict[str, dict[str, Any]]) -> dict[str, Any]:
    spreads = {slug: max(each["scores"]) - min(each["scores"]) for slug, each in measured.items()}
    return {
        "distinct_scores": {slug: len(each["scores"]) for slug, each in measured.items()},
        "spread": max(spreads.values(), default=0.0),
        "spread_points": spreads,
        "wall_ratio_max": max((each["wall_ratio"] for each in measured.values()), default=None),
        "packs": measured,
    }


def chosen(slugs: Sequence[str]) -> list[Pack]:
    """The packs whose grading runs on a server; a design's is arithmetic."""
    folders = [folder for folder in find_packs(CHALLENGES) if not slugs or folder.name in slugs]
    return [pack for pack in map(Pack.from_folder, folders) if pack.has_data]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradings", type=int, default=100)
    parser.add_argument("--packs", nargs="*", default=[])
    parser.add_argument("--provider", choices=["docker", "process"], default="")
    arguments = parser.parse_args()
    end_like_ctrl_c()
    measured: dict[str, dict[str, Any]] = {}
    with lab_provider(arguments.provider) as provider:
        # Interrupted, it tells of the packs that it has done.
        with contextlib.suppress(KeyboardInterrupt):
            packs = chosen(arguments.packs)
            progress = Progress(arguments.gradings * len(packs))
            for pack in packs:
                measured[pack.spec.slug] = measure(
                    provider, whole(provider, pack), arguments.gradings, progress
                )
        found = {**summary(measured), "burners": BURNERS, "provider": provider.name}
    print(json.dumps({**found, "machine": machine(), "versions": versions()}, indent=1))


if __name__ == "__main__":
    main()
