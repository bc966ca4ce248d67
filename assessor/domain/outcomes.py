"""What a grading says: three outcomes per check, never a bare boolean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The outcome of a check or of a whole grading."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_GRADE = "could-not-grade"
    """Our fault or nobody's: never costs the candidate points, is tried again."""


@dataclass(frozen=True)
class CheckOutcome:
    """One graded question with its evidence.

    `points` of `max_points` may lie between the two for a check that passes by degree (work done).
    `message` is what candidate and manager may read: it names the rule and the kind of data, never hidden rows.
    `evidence` is JSON: for a result check {"datasets": [{"name", "verdict", "rule", "shows"}]}; for a work check
    {"work": {"submission", "reference", "slow"}, "ratio", "plan", "reference_plan"}.
    """

    check: str
    title: str
    competencies: tuple[str, ...]
    verdict: Verdict
    points: float
    max_points: float
    message: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Provenance:
    """All that is needed to repeat a grading."""

    pack_hash: str
    grader_version: str
    provider: str
    image: str
    server_version: int
    settings: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""
    """What the hidden datasets were made from, as a digest: the pack's hash and the installation's secret."""


@dataclass(frozen=True)
class GradingResult:
    """The verdict on one submission. `score` is 0 to 100, rounded to one decimal."""

    verdict: Verdict
    score: float
    outcomes: tuple[CheckOutcome, ...]
    provenance: Provenance
    message: str = ""
    seconds: float = 0.0


def overall_verdict(outcomes: tuple[CheckOutcome, ...]) -> Verdict:
    """Could-not-grade if any check could not be graded; passed if all passed; else failed."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.COULD_NOT_GRADE in verdicts or not outcomes:
        return Verdict.COULD_NOT_GRADE
    return Verdict.FAILED if Verdict.FAILED in verdicts else Verdict.PASSED


def score_of(outcomes: tuple[CheckOutcome, ...]) -> float:
    """Points earned over points possible, 0 to 100, one decimal; 0 where nothing is possible."""
    possible = sum(outcome.max_points for outcome in outcomes)
    earned = sum(outcome.points for outcome in outcomes)
    return round(100 * earned / possible, 1) if possible else 0.0
