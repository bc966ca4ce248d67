"""Design answers that wait for people come into the queue, and leave it with a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.attempt import Attempt
from assessor.domain.outcomes import with_reviews
from assessor.domain.review import Part, Review, criteria_of, far_apart, judged
from assessor.services.work import Work
from assessor.storage.queries import answers, challenges, gradings, reviews


@dataclass(frozen=True)
class Rule:
    """What a challenge says of its reviews: how many raters, and by how many levels they may differ."""

    criteria: tuple[Mapping[str, Any], ...]
    raters: int
    apart: int


def rule_of(spec: Mapping[str, Any]) -> Rule:
    """The rule of a design challenge's spec (as JSON)."""
    return Rule(criteria_of(spec), spec["review"]["raters"], spec["review"]["apart"])


def ask_for_reviews(work: Work, attempt: Attempt, waiting: Iterable[Submission]) -> None:
    """Put submissions that wait for people into the queue, unless they are there already."""
    for submission in waiting:
        if not reviews.of_submission(work.session, submission.id):
            for _ in range(_rule(work, submission.challenge_id).raters):
                reviews.add(work.session, attempt.organisation_id, submission, Part.RATER)


def ask_for_second(work: Work, attempt: Attempt, submission: Submission) -> None:
    """One more person reads a contested answer anew; once for each answer."""
    known = reviews.of_submission(work.session, submission.id)
    if not any(review.part is Part.SECOND for review in known):
        reviews.add(work.session, attempt.organisation_id, submission, Part.SECOND)


def second_review(work: Work, submission_id: UUID) -> Review | None:
    """What the one who read a contested answer anew has submitted."""
    known = reviews.of_submission(work.session, submission_id)
    return next((each for each in known if each.part is Part.SECOND and each.is_final), None)


def conclude(work: Work, review: Review) -> bool:
    """After a review was submitted: ask a third person, or write the verdict. Says whether there is a new one.

    The attempt is locked by this transaction.
    """
    known = reviews.of_submission(work.session, review.submission_id)
    raters = [each for each in known if each.part is Part.RATER]
    if review.part is Part.SECOND or not all(each.is_final for each in raters):
        return False
    rule = _rule(work, review.challenge_id)
    third = next((each for each in known if each.part is Part.RECONCILER), None)
    apart = far_apart(rule.criteria, raters, rule.apart)
    if apart and (third is None or not third.is_final):
        if third is None:
            submission = answers.get_submission(work.session, review.submission_id)
            reviews.add(work.session, review.organisation_id, submission, Part.RECONCILER)
        return False
    _write(work, review.submission_id, raters, third if apart else None, rule.apart)
    return True


def _write(
    work: Work, submission_id: UUID, raters: Sequence[Review], third: Review | None, most: int
) -> None:
    """The verdict with what people said, as a new grading beside the one that waited."""
    result = gradings.of_submissions(work.session, [submission_id])[submission_id]
    if result is None:
        return
    done = with_reviews(result, judged(result, raters, third, most))
    generation = gradings.generations(work.session, submission_id) + 1
    grading_id = gradings.request(work.session, submission_id, done.provenance.grader_version, generation)
    gradings.finish(work.session, grading_id, done, work.now())


def _rule(work: Work, challenge_id: UUID) -> Rule:
    return rule_of(challenges.get(work.session, challenge_id).spec)
