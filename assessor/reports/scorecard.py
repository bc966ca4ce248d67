"""The scorecard of an attempt: every number opens down to its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from assessor.domain import competencies
from assessor.domain.answers import Run, Submission
from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.concern import Concern
from assessor.domain.events import Event
from assessor.domain.invitation import Invitation
from assessor.domain.outcomes import GradingResult, Verdict
from assessor.domain.people import Candidate, Organisation
from assessor.domain.precision import Item, Place, Precision, precision


@dataclass(frozen=True)
class ScorecardChallenge:
    """One challenge of the scorecard. `points` is its weight in the assessment."""

    challenge: Challenge
    points: int
    submission: Submission | None
    grading: GradingResult | None
    runs: int
    history: tuple[Run, ...] = ()
    """The runs before it was handed in, oldest first; the first thousand of an attempt."""
    questions: tuple[str, ...] = ()
    """For the interview, in Markdown; of the pack."""

    @property
    def status(self) -> str:
        """One of "graded", "grading", "waiting" (for people), "not answered", "could-not-grade"."""
        if self.submission is None:
            return "not answered"
        if self.grading is None:
            return "grading"
        if self.grading.waiting:
            return "waiting"
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
    precision: Precision


@dataclass(frozen=True)
class GroupScore:
    """A group of competencies: every check that shows one of them counts once."""

    code: str
    title: str
    precision: Precision
    earned: float
    possible: float


@dataclass(frozen=True)
class Lost:
    """A check that cost points of the assessment, and how many."""

    challenge: Challenge
    title: str
    message: str
    points: float


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
    raters: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    """Who scored the design answers, by submission; empty for who may not know."""
    place: Place | None = None
    """Among the finished attempts of the assessment; None while there is no score."""
    blind: bool = False
    """Whether the person was taken out."""

    @property
    def precision(self) -> Precision | None:
        """The uncertainty of the score; None while there is none."""
        return (
            None
            if self.score is None
            else precision([each for item in self.challenges for each in _items(item)])
        )

    @property
    def groups(self) -> tuple[GroupScore, ...]:
        """By group of competencies, in the taxonomy's order."""
        return group_scores(self.challenges)

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What cost most points, the dearest first."""
        found = [each for item in self.challenges for each in _lost(item)]
        return tuple(sorted(found, key=lambda each: -each.points))


@dataclass(frozen=True)
class _Part:
    codes: Sequence[str]
    earned: float
    possible: float
    title: str = ""
    message: str = ""


def competency_scores(challenges: Sequence[ScorecardChallenge]) -> tuple[CompetencyScore, ...]:
    """Points by competency, in the taxonomy's order.

    A check that carries several codes counts for each of them in full. What could not be graded is left out.
    """
    codes = sorted({code for item in challenges for part in _parts(item) for code in part.codes})
    return tuple(
        CompetencyScore(
            code, competencies.title(code), competencies.group(code), *_sums(items), len(items), known
        )
        for code in codes
        for items in ([each for item in challenges for each in _items(item, code)],)
        if (known := precision(items))
    )


def _sums(items: Sequence[Item]) -> tuple[float, float]:
    return round(sum(each.earned for each in items), 1), round(sum(each.possible for each in items), 1)


def group_scores(challenges: Sequence[ScorecardChallenge]) -> tuple[GroupScore, ...]:
    """Points and uncertainty by group. A check of several groups counts for each of them in full, once."""
    letters = sorted({code[:1] for item in challenges for part in _parts(item) for code in part.codes})
    return tuple(
        GroupScore(letter, competencies.group(letter), known, *_sums(items))
        for letter in letters
        for items in ([each for item in challenges for each in _items(item, letter)],)
        if (known := precision(items))
    )


def _items(item: ScorecardChallenge, code: str = "") -> list[Item]:
    """A challenge's checks for the precision, those of one competency or group if given."""
    return [
        Item(item.challenge.slug, part.earned, part.possible)
        for part in _parts(item)
        if any(each.startswith(code) for each in part.codes)
    ]


def _lost(item: ScorecardChallenge) -> list[Lost]:
    parts = ((part, round(part.possible - part.earned, 1)) for part in _parts(item))
    return [Lost(item.challenge, part.title, part.message, points) for part, points in parts if points > 0]


def _parts(item: ScorecardChallenge) -> list[_Part]:
    """The checks of a challenge with their share of its weight in the assessment."""
    if item.status in ("grading", "waiting", "could-not-grade"):
        return []
    if item.grading is None:
        checks = [
            _Part(c["competencies"], 0.0, float(c["points"]), str(c.get("title", "")))
            for c in _spec_checks(item.challenge.spec)
        ]
    else:
        checks = [
            _Part(o.competencies, o.points, o.max_points, o.title, o.message) for o in item.grading.outcomes
        ]
    weight = item.points / (sum(part.possible for part in checks) or 1)
    return [replace(p, earned=p.earned * weight, possible=p.possible * weight) for p in checks]


def _spec_checks(spec: Mapping[str, object]) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", spec.get("check", []))
