"""Grading stays quick enough to be done for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.files import size_problems
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule

SAMPLE_SECONDS = 120.0
"""Generous, for a busy machine: a sample that times out on purpose is stopped twice to be sure."""


def _problems(evidence: Evidence) -> Iterator[str]:
    yield from size_problems(evidence.pack.files)
    for graded in evidence.samples:
        seconds = graded.result.seconds
        if seconds > SAMPLE_SECONDS:
            yield f"{graded.sample.path}: grading took {seconds:.0f} s; {SAMPLE_SECONDS:g} s are allowed"


RULE = Rule("The pack and the grading of each sample stay within their limits", _problems)
