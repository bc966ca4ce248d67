"""What the candidate is told of a practice answer, which never counts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.errors import NotFound
from assessor.services.open_challenge import find_challenge, is_practice
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, gradings


@dataclass(frozen=True)
class PracticeResult:
    """`status` is "none", "grading", "done" or "failed" (could not be graded)."""

    status: str
    score: float | None = None
    outcomes: tuple[CheckOutcome, ...] = ()


def practice_result(work: Work, attempt_id: UUID, slug: str) -> PracticeResult:
    """The verdict on the last practice answer. Raises NotFound for any challenge that counts."""
    attempt = attempts.get(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    if not is_practice(assessment, challenge):
        raise NotFound()
    submission = answers.last_submissions(work.session, attempt_id).get(challenge.id)
    if submission is None:
        return PracticeResult("none")
    result = gradings.of_submissions(work.session, [submission.id]).get(submission.id)
    if result is None:
        return PracticeResult("grading")
    if result.verdict is Verdict.COULD_NOT_GRADE:
        return PracticeResult("failed")
    return PracticeResult("done", result.score, result.outcomes)
