"""A candidate submits an answer."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import Submission, SubmissionSource, require_text
from assessor.domain.assessment import Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.errors import InvalidInput, NotAllowed
from assessor.kinds import GRADER_VERSION
from assessor.services.open_challenge import is_practice, require_answer, require_writable
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, gradings

MAX_KEY = 100


def submit_answer(work: Work, attempt_id: UUID, slug: str, text: str, idempotency_key: str) -> Submission:
    """Hand in a text and queue its grading; the same key gives the same submission and receipt again.

    Raises InvalidInput, NotFound, WrongState, DeadlinePassed, or NotAllowed for a second answer where the assessment
    takes only one. An empty text is allowed: it is an answer too.
    """
    require_text(text)
    if not 1 <= len(idempotency_key) <= MAX_KEY:
        raise InvalidInput("The idempotency key must have 1 to %(most)s characters.", most=MAX_KEY)
    attempt = attempts.lock(work.session, attempt_id)
    known = answers.by_key(work.session, attempt_id, idempotency_key)
    if known is not None:
        return _require_same(known, slug, text)
    challenge = require_writable(work, attempt, slug)
    require_answer(challenge, text)
    _require_wanted(work, attempt, challenge)
    return add_submission(work, attempt, challenge, text, idempotency_key, SubmissionSource.CANDIDATE)


def _require_wanted(work: Work, attempt: Attempt, challenge: Challenge) -> None:
    assessment = assessments.get(work.session, attempt.assessment_id)
    if assessment.rules.takes_another or is_practice(assessment, challenge):
        return
    if challenge.id in answers.last_submissions(work.session, attempt.id):
        raise NotAllowed("You have handed in this challenge; this assessment takes one answer to each.")


def _require_same(known: Submission, slug: str, text: str) -> Submission:
    if known.slug != slug or known.text != text:
        raise InvalidInput("This idempotency key was already used for another answer.")
    return known


def add_submission(
    work: Work, attempt: Attempt, challenge: Challenge, text: str, key: str, source: SubmissionSource
) -> Submission:
    """Store a submission with its receipt and queue its grading; practice, and what needs no lab, waits for nobody."""
    submission = answers.add_submission(
        work.session,
        attempt_id=attempt.id,
        challenge_id=challenge.id,
        slug=challenge.slug,
        text=text,
        key=key,
        source=source,
        now=work.now(),
    )
    grading_id = gradings.request(work.session, submission.id, GRADER_VERSION)
    waited_for = is_practice(assessments.get(work.session, attempt.assessment_id), challenge)
    quick = not challenge.has_server
    work.defer("grade", lock=f"grading:{grading_id}", urgent=waited_for or quick, grading_id=str(grading_id))
    work.record(
        attempt.id, EventKind.SUBMITTED, slug=challenge.slug, receipt=submission.receipt, source=source.value
    )
    return submission
