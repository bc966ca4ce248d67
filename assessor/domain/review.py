"""People score a design answer by its rubric: what a review is, when two are too far apart, what counts in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from assessor.domain.outcomes import CheckOutcome, GradingResult, Verdict, is_for_people
from assessor.errors import InvalidInput

CLAIM_LASTS = timedelta(hours=2)
"""After the last saving; then somebody else may take the review."""
MOST_CLAIMED = 5
MAX_COMMENT = 2000
_PAIR = 2


class Part(StrEnum):
    """Which part a review plays."""

    RATER = "rater"
    RECONCILER = "reconciler"
    """Sees what two raters said, without their names, and decides where they are too far apart."""
    SECOND = "second"
    """Of a contest: reads the answer anew, without what was said before."""


@dataclass(frozen=True)
class Rating:
    """What a person says of one criterion; without a level nothing yet."""

    level: int | None = None
    comment: str = ""


Ratings = Mapping[str, Rating]


@dataclass(frozen=True)
class Review:
    """One person's scoring of one answer. Anybody may take it while `rater_id` is None or `claimed_until` is past."""

    id: UUID
    organisation_id: UUID
    attempt_id: UUID
    submission_id: UUID
    challenge_id: UUID
    part: Part
    rater_id: UUID | None = None
    claimed_until: datetime | None = None
    ratings: Ratings = field(default_factory=lambda: MappingProxyType({}))
    submitted_at: datetime | None = None
    version: int = 1
    """Goes up with each correction after it was submitted; the earlier ones are kept."""

    @property
    def is_final(self) -> bool:
        """Whether it was submitted."""
        return self.submitted_at is not None

    def is_claimed_by(self, user_id: UUID) -> bool:
        """Whether this person may write it: an expired claim is theirs until somebody else takes it."""
        return not self.is_final and self.rater_id == user_id


def criteria_of(spec: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The criteria of a challenge's spec (as JSON)."""
    return tuple(check for check in spec.get("check", []) if check["type"] == "criterion")


def require_ratings(criteria: Sequence[Mapping[str, Any]], ratings: Ratings, *, complete: bool) -> None:
    """Raise InvalidInput for a level or comment that cannot be; if it must be `complete`, also for a missing level."""
    levels = {criterion["id"]: len(criterion["levels"]) for criterion in criteria}
    for name, rating in ratings.items():
        if name not in levels or not (rating.level is None or 0 <= rating.level < levels[name]):
            raise InvalidInput("There is no such level in the rubric.")
        if len(rating.comment) > MAX_COMMENT:
            raise InvalidInput("A comment has at most %(most)s characters.", most=MAX_COMMENT)
    if complete:
        missing = [c["title"] for c in criteria if ratings.get(c["id"], Rating()).level is None]
        if missing:
            raise InvalidInput("Choose a level for: %(missing)s.", missing=", ".join(missing))


def far_apart(criteria: Sequence[Mapping[str, Any]], raters: Sequence[Review], most: int) -> tuple[str, ...]:
    """The criteria in which two raters differ by more than `most` levels."""
    if len(raters) != _PAIR:
        return ()
    one, other = (review.ratings for review in raters)
    return tuple(
        criterion["id"]
        for criterion in criteria
        if abs(_level(one, criterion["id"]) - _level(other, criterion["id"])) > most
    )


def judged(
    result: GradingResult, raters: Sequence[Review], reconciler: Review | None, most: int
) -> tuple[CheckOutcome, ...]:
    """What people make of the criteria: the raters' mean; where they are too far apart, the reconciler's level."""
    criteria = [outcome for outcome in result.outcomes if is_for_people(outcome)]
    spec = [{"id": outcome.check} for outcome in criteria]
    apart = far_apart(spec, raters, most) if reconciler else ()
    return tuple(
        _judged(outcome, raters, reconciler if outcome.check in apart else None) for outcome in criteria
    )


def _judged(outcome: CheckOutcome, raters: Sequence[Review], decider: Review | None) -> CheckOutcome:
    criterion = outcome.evidence["criterion"]
    counting = [decider] if decider else raters
    level = sum(_level(review.ratings, outcome.check) for review in counting) / len(counting)
    said = [_said(review, outcome.check) for review in (*raters, *([decider] if decider else []))]
    scored = {"level": level, "rule": "reconciled" if decider else "mean", "ratings": said}
    highest = len(criterion["levels"]) - 1
    return replace(
        outcome,
        verdict=Verdict.PASSED if level >= criterion["passes_at"] else Verdict.FAILED,
        points=round(outcome.max_points * level / highest, 2),
        message=f"Level {level:g} of {highest}.",
        evidence={"criterion": {**criterion, "scored": scored}},
    )


def _said(review: Review, criterion: str) -> dict[str, Any]:
    rating = review.ratings[criterion]
    return {"level": rating.level, "comment": rating.comment, "part": review.part.value}


def _level(ratings: Ratings, criterion: str) -> int:
    return ratings[criterion].level or 0
