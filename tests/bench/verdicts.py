"""Is a verdict a matter of luck? python -m tests.bench.verdicts --packs SLUG ... [--times N] [--all] [--provider NAME].

Samples of each pack are graded again and again, each time in a fresh lab, while two processes burn both cores: one of
each folder of submissions/ (accepted, partial, rejected, hostile), or with --all every one. A verdict is all of a
grading but times and states of caches: every check with its points, words and evidence.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assessor.domain.outcomes import GradingResult
from assessor.domain.reproduction import differences, fingerprint
from assessor.grading.reference import MemoryReferenceCache, ReferenceCache
from assessor.kinds import grade
from assessor.packs.loader import Pack, Sample
from assessor.packs.templates import lab_template
from sandbox.provider import SandboxProvider
from tests.bench.labs import end_like_ctrl_c, lab_provider
from tests.bench.repeat import BURNERS, burning, chosen, whole
from tests.bench.report import Progress, machine, versions


def measure(
    provider: SandboxProvider,
    pack: Pack,
    times: int,
    *,
    every: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """How many verdicts the samples of a pack got, and what differs between two of them."""
    provider.prepare(lab_template(pack), lambda text: print(text, file=sys.stderr))
    cache, samples = MemoryReferenceCache(), samples_of(pack, every=every)
    progress = progress or Progress(len(samples) * times)
    with burning():
        found = {sample.path: repeated(provider, pack, sample, times, cache, progress) for sample in samples}
    return {"samples": found, "distinct_max": max(each["distinct"] for each in found.values())}


def samples_of(pack: Pack, *, every: bool) -> list[Sample]:
    """All samples, or the first of each folder."""
    if every:
        return list(pack.samples)
    first = {sample.path.split("/")[1]: sample for sample in reversed(pack.samples)}
    return sorted(first.values(), key=lambda sample: sample.path)


def repeated(
    provider: SandboxProvider,
    pack: Pack,
    sample: Sample,
    times: int,
    cache: ReferenceCache,
    progress: Progress,
) -> dict[str, Any]:
    """One sample, graded so many times."""
    results: list[GradingResult] = []
    seconds: list[float] = []
    for number in range(times):
        started = time.monotonic()
        results.append(grade(pack, sample.text, provider, cache, f"bench {number}"))
        seconds.append(time.monotonic() - started)
        progress.step(f"{pack.spec.slug}/{sample.path}: {results[-1].score:g} in {seconds[-1]:.1f} s")
    verdicts = Counter(fingerprint(result) for result in results)
    others = {fingerprint(result): result for result in results}
    return {
        "times": times,
        "distinct": len(verdicts),
        "counts": sorted(verdicts.values(), reverse=True),
        "scores": sorted({result.score for result in results}),
        "differences": sorted({text for each in others.values() for text in differences(results[0], each)}),
        "seconds": [round(min(seconds), 2), round(max(seconds), 2)],
    }


def summary(measured: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Of all packs."""
    gradings = [each["times"] for pack in measured.values() for each in pack["samples"].values()]
    return {
        "distinct_verdicts_max": max((each["distinct_max"] for each in measured.values()), default=None),
        "gradings": sum(gradings),
        "burners": BURNERS,
        "packs": measured,
    }


def wanted(slugs: Sequence[str], kinds: Sequence[str]) -> list[Pack]:
    """The packs by their names or kinds."""
    return [pack for pack in chosen(slugs) if not kinds or pack.spec.kind in kinds]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", nargs="*", default=[])
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--all", action="store_true", help="every sample, not one of each folder")
    parser.add_argument("--provider", choices=["docker", "process"], default="")
    arguments = parser.parse_args()
    end_like_ctrl_c()
    measured: dict[str, dict[str, Any]] = {}
    packs = wanted(arguments.packs, arguments.kinds)
    total = arguments.times * sum(len(samples_of(pack, every=arguments.all)) for pack in packs)
    progress = Progress(total)
    with lab_provider(arguments.provider) as provider:
        # Interrupted, it tells of the packs that it has done.
        with contextlib.suppress(KeyboardInterrupt):
            for pack in packs:
                measured[pack.spec.slug] = measure(
                    provider,
                    whole(provider, pack),
                    arguments.times,
                    every=arguments.all,
                    progress=progress,
                )
        found = {**summary(measured), "provider": provider.name}
    print(json.dumps({**found, "machine": machine(), "versions": versions()}, indent=1))


if __name__ == "__main__":
    main()
