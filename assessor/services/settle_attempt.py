"""Once every answer of an attempt has its verdict, and nothing waits for people, the attempt has its score."""

from __future__ import annotations

from dataclasses import replace

from assessor.domain.assessment import attempt_score
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.events import EventKind
from assessor.domain.outcomes import GradingResult, Verdict
from assessor.services.counting_answers import counting_answers
from assessor.services.review_rounds import ask_for_reviews
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts


def settle_attempt(work: Work, attempt: Attempt) -> Attempt:
    """Move a submitted attempt that this transaction has locked to graded, if nothing is left to grade."""
    if attempt.state is not AttemptState.SUBMITTED:
        return attempt
    assessment = assessments.get(work.session, attempt.assessment_id)
    found = counting_answers(work, attempt.id, assessment).values()
    ask_for_reviews(work, attempt, [submission for submission, result in found if result and result.waiting])
    results = {submission.slug: result for submission, result in found}
    if any(result is None or result.waiting for result in results.values()):
        return attempt
    scores = {slug: _score(result) for slug, result in results.items() if result is not None}
    score = attempt_score(scores, assessment)
    work.record(attempt.id, EventKind.GRADED, score=score)
    return attempts.save(
        work.session, replace(attempt, state=AttemptState.GRADED, graded_at=work.now(), score=score)
    )


def _score(result: GradingResult) -> float | None:
    return None if result.verdict is Verdict.COULD_NOT_GRADE else result.score
