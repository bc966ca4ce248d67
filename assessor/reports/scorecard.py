"""The scorecard of an attempt: every number opens down to its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from assessor.domain import competencies
from assessor.domain.answers import Submission
from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.concern import Concern
from assessor.domain.events import Event
from assessor.domain.invitation import Invitation
from assessor.domain.outcomes import GradingResult, Verdict
from assessor.domain.people import Candidate, Organisation


@dataclass(frozen=True)
class ScorecardChallenge:
    """One challenge of the scorecard. `points` is its weight in the assessment."""

    challenge: Challenge
    points: int
    submission: Submission | None
    grading: GradingResult | None
    runs: int

    @property
    def status(self) -> str:
        """One of "graded", "grading", "not answered", "could-not-grade"."""
        if self.submission is None:
            return "not answered"
        if self.grading is None:
            return "grading"
        return "could-not-grade" if self.grading.verdict is Verdict.COULD_NOT_GRADE else "graded"


@dataclass(frozen=True)
class CompetencyScore:
    """What all checks with one competency earned, in points of the assessment."""

    code: str
    title: str
    group: str
    earned: float
    possible: float
    checks: int


@dataclass(frozen=True)
class Scorecard:
    """The evidence and scores of one attempt. `score` is 0 to 100, None until all is graded."""

    attempt: Attempt
    candidate: Candidate
    assessment: Assessment
    organisation: Organisation
    score: float | None
    challenges: tuple[ScorecardChallenge, ...]
    competencies: tuple[CompetencyScore, ...]
    events: tuple[Event, ...]
    invitation: Invitation
    now: datetime
    concerns: tuple[Concern, ...] = ()
    """What the candidate sent, oldest first."""
    accommodations: bool = True
    """Whether the reader may know of the candidate's; if not, nothing of them is in here."""


@dataclass(frozen=True)
class _Part:
    codes: Sequence[str]
    earned: float
    possible: float


def competency_scores(challenges: Sequence[ScorecardChallenge]) -> tuple[CompetencyScore, ...]:
    """Points by competency, in the taxonomy's order.

    A check that carries several codes counts for each of them in full. What could not be graded is left out.
    """
    totals: dict[str, list[float]] = {}
    for item in challenges:
        for part in _parts(item):
            for code in part.codes:
                total = totals.setdefault(code, [0.0, 0.0, 0])
                total[0] += part.earned
                total[1] += part.possible
                total[2] += 1
    return tuple(
        CompetencyScore(
            code,
            competencies.title(code),
            competencies.group(code),
            round(earned, 1),
            round(possible, 1),
            int(checks),
        )
        for code, (earned, possible, checks) in sorted(totals.items())
    )


def _parts(item: ScorecardChallenge) -> list[_Part]:
    """The checks of a challenge with their share of its weight in the assessment."""
    if item.status in ("grading", "could-not-grade"):
        return []
    if item.grading is None:
        checks = [(c["competencies"], 0.0, float(c["points"])) for c in _spec_checks(item.challenge.spec)]
    else:
        checks = [(o.competencies, o.points, o.max_points) for o in item.grading.outcomes]
    weight = item.points / (sum(possible for _, _, possible in checks) or 1)
    return [_Part(codes, earned * weight, possible * weight) for codes, earned, possible in checks]


def _spec_checks(spec: Mapping[str, object]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", spec.get("check", []))
