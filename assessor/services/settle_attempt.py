"""Once every answer of an attempt has its verdict, and nothing waits for people, the attempt has its score."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.assessment import Assessment, attempt_score
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.events import EventKind
from assessor.domain.outcomes import GradingResult, Verdict
from assessor.services.counting_answers import counting_answers
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts


def settle_attempt(work: Work, attempt: Attempt) -> Attempt:
    """Move a submitted attempt that this transaction has locked to graded, if nothing is left to grade."""
    if attempt.state is not AttemptState.SUBMITTED:
        return attempt
    assessment = assessments.get(work.session, attempt.assessment_id)
    results = counting_results(work, attempt.id, assessment)
    if any(result is None or result.waiting for result in results.values()):
        return attempt
    scores = {slug: _score(result) for slug, result in results.items() if result is not None}
    score = attempt_score(scores, assessment)
    work.record(attempt.id, EventKind.GRADED, score=score)
    return attempts.save(
        work.session, replace(attempt, state=AttemptState.GRADED, graded_at=work.now(), score=score)
    )


def counting_results(work: Work, attempt_id: UUID, assessment: Assessment) -> dict[str, GradingResult | None]:
    """The grading of each answered challenge of an attempt by slug; None while it waits for its verdict."""
    found = counting_answers(work, attempt_id, assessment).values()
    return {submission.slug: result for submission, result in found}


def _score(result: GradingResult) -> float | None:
    return None if result.verdict is Verdict.COULD_NOT_GRADE else result.score
