"""Reviews of design answers: the queue, who has claimed what, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import ColumnElement

from assessor.domain.answers import Submission
from assessor.domain.review import Part, Rating, Ratings, Review
from assessor.errors import NotFound
from assessor.storage.tables import AttemptRow, ReviewRow, UserRow


def add(session: Session, organisation_id: UUID, submission: Submission, part: Part) -> None:
    """A place in the queue for a submission."""
    row = ReviewRow(
        organisation_id=organisation_id,
        attempt_id=submission.attempt_id,
        submission_id=submission.id,
        challenge_id=submission.challenge_id,
        part=part.value,
    )
    session.add(row)
    session.flush()


def of_submission(session: Session, submission_id: UUID) -> tuple[Review, ...]:
    """All of one answer, in the order in which they came into the queue."""
    query = select(ReviewRow).where(ReviewRow.submission_id == submission_id)
    return tuple(_review(row) for row in session.scalars(query.order_by(ReviewRow.created_at, ReviewRow.id)))


def get(session: Session, organisation_id: UUID, review_id: UUID, *, lock: bool = False) -> Review:
    """The review. Raises NotFound, also for another organisation's."""
    row = session.get(ReviewRow, review_id, with_for_update=lock or None, populate_existing=lock)
    if row is None or row.organisation_id != organisation_id:
        raise NotFound()
    return _review(row)


def of_rater(session: Session, user_id: UUID, limit: int = 100) -> tuple[Review, ...]:
    """What somebody has claimed or submitted, the last first."""
    query = select(ReviewRow).where(ReviewRow.rater_id == user_id)
    query = query.order_by(ReviewRow.submitted_at.desc().nulls_first(), ReviewRow.created_at).limit(limit)
    return tuple(_review(row) for row in session.scalars(query))


def waiting(session: Session, organisation_id: UUID, user_id: UUID, now: datetime) -> int:
    """How many reviews this person could claim now."""
    query = select(func.count()).where(_free(organisation_id, user_id, now))
    return session.scalar(query) or 0


def claim(
    session: Session, organisation_id: UUID, user_id: UUID, now: datetime, until: datetime
) -> UUID | None:
    """Take one of those that wait, by chance: each person has an order of their own. None if none is left."""
    order = func.md5(cast(ReviewRow.id, Text) + str(user_id))
    query = select(ReviewRow).where(_free(organisation_id, user_id, now)).order_by(order).limit(1)
    row = session.scalar(query.with_for_update(skip_locked=True))
    if row is None:
        return None
    if row.rater_id != user_id:
        row.rater_id, row.ratings = user_id, {}
    row.claimed_until = until
    session.flush()
    return row.id


def save(session: Session, review_id: UUID, ratings: Ratings, until: datetime) -> None:
    """Keep what is said so far; the claim lasts on."""
    row = session.get_one(ReviewRow, review_id)
    row.ratings, row.claimed_until = _json(ratings), until
    session.flush()


def submit(session: Session, review_id: UUID, ratings: Ratings, at: datetime) -> None:
    """Make it final."""
    row = session.get_one(ReviewRow, review_id)
    row.ratings, row.submitted_at, row.claimed_until = _json(ratings), at, None
    session.flush()


def correct(session: Session, review_id: UUID, ratings: Ratings, at: datetime, reason: str) -> None:
    """A new version of a submitted review; the one before is kept."""
    row = session.get_one(ReviewRow, review_id)
    before = row.submitted_at.isoformat() if row.submitted_at else ""
    kept = {"version": row.version, "at": before, "ratings": row.ratings, "reason": reason}
    row.earlier = [*row.earlier, kept]
    row.ratings, row.submitted_at, row.version = _json(ratings), at, row.version + 1
    session.flush()


def raters(session: Session, attempt_id: UUID) -> Mapping[UUID, tuple[str, ...]]:
    """The names of those who submitted reviews of an attempt, in that order, by submission."""
    query = (
        select(ReviewRow.submission_id, UserRow.name)
        .join(UserRow, UserRow.id == ReviewRow.rater_id)
        .where(ReviewRow.attempt_id == attempt_id, ReviewRow.submitted_at.is_not(None))
        .order_by(ReviewRow.submitted_at, ReviewRow.id)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for submission_id, name in session.execute(query):
        found[submission_id] = (*found.get(submission_id, ()), name)
    return found


def pairs(session: Session, organisation_id: UUID) -> Sequence[tuple[UUID, UUID, Ratings, Ratings]]:
    """Two raters' first words on the same answer, with its assessment and challenge; corrections do not count."""
    one, other = aliased(ReviewRow), aliased(ReviewRow)
    query = (
        select(AttemptRow.assessment_id, one, other)
        .join(AttemptRow, AttemptRow.id == one.attempt_id)
        .join(other, and_(other.submission_id == one.submission_id, other.id > one.id))
        .where(one.organisation_id == organisation_id)
        .where(*(_said(row) for row in (one, other)))
    )
    return [
        (assessment_id, left.challenge_id, _first(left), _first(right))
        for assessment_id, left, right in session.execute(query)
    ]


def _said(row: type[ReviewRow]) -> ColumnElement[bool]:
    return and_(row.submitted_at.is_not(None), row.part == Part.RATER.value)


def _first(row: ReviewRow) -> Ratings:
    return _ratings(row.earlier[0]["ratings"] if row.earlier else row.ratings)


def _free(organisation_id: UUID, user_id: UUID, now: datetime) -> ColumnElement[bool]:
    """Not submitted, nobody's (any more), and of an answer that this person has not read."""
    own = aliased(ReviewRow)
    same = and_(own.submission_id == ReviewRow.submission_id, own.id != ReviewRow.id)
    read = select(own.id).where(same, own.rater_id == user_id)
    return and_(
        ReviewRow.organisation_id == organisation_id,
        ReviewRow.submitted_at.is_(None),
        or_(ReviewRow.rater_id.is_(None), ReviewRow.claimed_until <= now),
        ~read.exists(),
    )


def _json(ratings: Ratings) -> dict[str, Any]:
    return {name: {"level": said.level, "comment": said.comment} for name, said in ratings.items()}


def _ratings(found: Mapping[str, Any]) -> Ratings:
    return MappingProxyType({name: Rating(said["level"], said["comment"]) for name, said in found.items()})


def _review(row: ReviewRow) -> Review:
    return Review(
        id=row.id,
        organisation_id=row.organisation_id,
        attempt_id=row.attempt_id,
        submission_id=row.submission_id,
        challenge_id=row.challenge_id,
        part=Part(row.part),
        rater_id=row.rater_id,
        claimed_until=row.claimed_until,
        ratings=_ratings(row.ratings),
        submitted_at=row.submitted_at,
        version=row.version,
    )
