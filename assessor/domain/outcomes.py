"""What a grading says: three outcomes per check, never a bare boolean; and until a person has read it, none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """The outcome of a check or of a whole grading."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_GRADE = "could-not-grade"
    """Our fault or nobody's: never costs the candidate points, is tried again."""
    WAITING = "waiting"
    """No outcome yet: a person has to score it. Nothing is final before."""


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
    """The verdict on one submission. `score` is 0 to 100, rounded to one decimal.

    While the verdict is WAITING the score is provisional: of what needs no person.
    """

    verdict: Verdict
    score: float
    outcomes: tuple[CheckOutcome, ...]
    provenance: Provenance
    message: str = ""
    seconds: float = 0.0

    @property
    def waiting(self) -> bool:
        """Whether people still have to score a part of it."""
        return self.verdict is Verdict.WAITING

    @property
    def for_people(self) -> bool:
        """Whether people score, or have scored, a part of it."""
        return any(is_for_people(outcome) for outcome in self.outcomes)


def is_for_people(outcome: CheckOutcome) -> bool:
    """Whether an outcome is a person's to give: its evidence then holds the criterion with its levels."""
    return "criterion" in outcome.evidence


def with_reviews(result: GradingResult, known: Iterable[CheckOutcome]) -> GradingResult:
    """The result with what people have said of the criteria in its place; points by today's weights."""
    said = {each.check: each for each in known if is_for_people(each) and each.verdict is not Verdict.WAITING}
    if not said:
        return result
    outcomes = tuple(
        _said(each, said[each.check]) if is_for_people(each) and each.check in said else each
        for each in result.outcomes
    )
    return replace(result, outcomes=outcomes, verdict=overall_verdict(outcomes), score=score_of(outcomes))


def _said(waiting: CheckOutcome, said: CheckOutcome) -> CheckOutcome:
    share = said.points / said.max_points if said.max_points else 0.0
    points = round(share * waiting.max_points, 2)
    return replace(waiting, verdict=said.verdict, points=points, message=said.message, evidence=said.evidence)


def overall_verdict(outcomes: tuple[CheckOutcome, ...]) -> Verdict:
    """Could-not-grade if a check could not be graded; else waiting if one waits; passed if all passed; else failed."""
    verdicts = {outcome.verdict for outcome in outcomes}
    if Verdict.COULD_NOT_GRADE in verdicts or not outcomes:
        return Verdict.COULD_NOT_GRADE
    if Verdict.WAITING in verdicts:
        return Verdict.WAITING
    return Verdict.FAILED if Verdict.FAILED in verdicts else Verdict.PASSED


def score_of(outcomes: tuple[CheckOutcome, ...]) -> float:
    """Points earned over points possible, 0 to 100, one decimal; 0 where nothing is possible.

    What still waits for a person is left out.
    """
    scored = [outcome for outcome in outcomes if outcome.verdict is not Verdict.WAITING]
    possible = sum(outcome.max_points for outcome in scored)
    earned = sum(outcome.points for outcome in scored)
    return round(100 * earned / possible, 1) if possible else 0.0
