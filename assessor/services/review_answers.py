"""A rater takes an answer from the queue, says what it shows, and submits that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from assessor.domain.assessment import Challenge
from assessor.domain.attempt import AttemptState
from assessor.domain.outcomes import CheckOutcome, is_for_people
from assessor.domain.people import User
from assessor.domain.review import (
    CLAIM_LASTS,
    MOST_CLAIMED,
    Part,
    Ratings,
    Review,
    criteria_of,
    far_apart,
    require_ratings,
)
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotAllowed, NotFound
from assessor.services.guard import needs
from assessor.services.review_rounds import conclude, rule_of
from assessor.services.settle_attempt import settle_attempt
from assessor.services.shadow_regrade import request_contest_shadows
from assessor.services.work import Work
from assessor.storage.queries import answers, attempts, challenges, gradings, reviews


@dataclass(frozen=True)
class QueueItem:
    """One of somebody's reviews."""

    review: Review
    challenge: Challenge


@dataclass(frozen=True)
class Queue:
    """What a rater has, and how many more wait that they could take."""

    claimed: tuple[QueueItem, ...]
    submitted: tuple[QueueItem, ...]
    waiting: int


@dataclass(frozen=True)
class ReviewView:
    """An answer with its rubric, without whose it is. `others` is what two raters said, for who reconciles them."""

    review: Review
    challenge: Challenge
    text: str
    """The answer as it was handed in."""
    criteria: tuple[Mapping[str, Any], ...]
    parts: tuple[CheckOutcome, ...]
    """What was scored at once; its evidence has the choices with their reasons."""
    others: tuple[Ratings, ...] = ()
    apart: tuple[str, ...] = ()
    """The criteria in which the others are too far apart."""


@needs(Right.REVIEW)
def review_queue(work: Work, user: User) -> Queue:
    """One's own queue."""
    mine = [
        QueueItem(review, challenges.get(work.session, review.challenge_id))
        for review in reviews.of_rater(work.session, user.id)
    ]
    return Queue(
        tuple(item for item in mine if not item.review.is_final),
        tuple(item for item in mine if item.review.is_final),
        reviews.waiting(work.session, user.organisation_id, user.id, work.now()),
    )


@needs(Right.REVIEW)
def claim_review(work: Work, user: User) -> UUID:
    """Take the next answer. Raises NotAllowed when none waits, or when one has too many unfinished ones."""
    held = [each for each in reviews.of_rater(work.session, user.id) if not each.is_final]
    if len(held) >= MOST_CLAIMED:
        raise NotAllowed("Finish some of your reviews first.")
    now = work.now()
    found = reviews.claim(work.session, user.organisation_id, user.id, now, now + CLAIM_LASTS)
    if found is None:
        raise NotAllowed("No answer waits for you at the moment.")
    return found


@needs(Right.REVIEW)
def view_review(work: Work, user: User, review_id: UUID) -> ReviewView:
    """One's own review. Raises NotFound, also for somebody else's."""
    review = _own(work, user, review_id)
    challenge = challenges.get(work.session, review.challenge_id)
    submission = answers.get_submission(work.session, review.submission_id)
    result = gradings.of_submissions(work.session, [submission.id])[submission.id]
    known = reviews.of_submission(work.session, submission.id)
    raters = [each for each in known if each.part is Part.RATER] if review.part is Part.RECONCILER else []
    criteria = criteria_of(challenge.spec)
    return ReviewView(
        review=review,
        challenge=challenge,
        text=submission.text,
        criteria=criteria,
        parts=tuple(each for each in result.outcomes if not is_for_people(each)) if result else (),
        others=tuple(each.ratings for each in raters),
        apart=far_apart(criteria, raters, rule_of(challenge.spec).apart),
    )


@needs(Right.REVIEW)
def save_review(work: Work, user: User, review_id: UUID, ratings: Ratings) -> None:
    """Keep what one has said so far. Raises NotFound, NotAllowed or InvalidInput."""
    review = _claimed(work, user, review_id)
    _require(work, review, ratings, complete=False)
    reviews.save(work.session, review.id, ratings, work.now() + CLAIM_LASTS)


@needs(Right.REVIEW)
def submit_review(work: Work, user: User, review_id: UUID, ratings: Ratings) -> None:
    """Make it final, and let what follows from it happen. Raises NotFound, NotAllowed or InvalidInput."""
    attempt_id = _own(work, user, review_id).attempt_id
    attempts.lock(work.session, attempt_id)
    review = _claimed(work, user, review_id)
    _require(work, review, ratings, complete=True)
    reviews.submit(work.session, review.id, ratings, work.now())
    _follow(work, review)


@needs(Right.REVIEW)
def correct_review(work: Work, user: User, review_id: UUID, ratings: Ratings, reason: str) -> None:
    """A new version of a review that was submitted; the earlier one is kept, with why it was not right.

    Raises NotFound, NotAllowed or InvalidInput.
    """
    attempts.lock(work.session, _own(work, user, review_id).attempt_id)
    review = reviews.get(work.session, user.organisation_id, review_id, lock=True)
    if not review.is_final:
        raise NotAllowed("This review was not submitted yet.")
    if not reason.strip():
        raise InvalidInput("Say why the review was not right.")
    _require(work, review, ratings, complete=True)
    reviews.correct(work.session, review.id, ratings, work.now(), reason.strip())
    _follow(work, review)


def _follow(work: Work, review: Review) -> None:
    if conclude(work, review):
        attempt = attempts.get(work.session, review.attempt_id)
        if attempt.state in (AttemptState.SUBMITTED, AttemptState.GRADED):
            settle_attempt(work, replace(attempt, state=AttemptState.SUBMITTED))
    if review.part is Part.SECOND:
        request_contest_shadows(work, review.attempt_id)


def _require(work: Work, review: Review, ratings: Ratings, *, complete: bool) -> None:
    criteria = criteria_of(challenges.get(work.session, review.challenge_id).spec)
    require_ratings(criteria, ratings, complete=complete)


def _own(work: Work, user: User, review_id: UUID) -> Review:
    review = reviews.get(work.session, user.organisation_id, review_id)
    if review.rater_id != user.id:
        raise NotFound()
    return review


def _claimed(work: Work, user: User, review_id: UUID) -> Review:
    review = reviews.get(work.session, user.organisation_id, review_id, lock=True)
    if not review.is_claimed_by(user.id):
        if review.is_final and review.rater_id == user.id:
            raise NotAllowed("This review was submitted. A correction is recorded as a new version.")
        raise NotFound()
    return review
