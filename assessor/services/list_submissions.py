"""All that was ever handed in during an attempt, not only what counts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.outcomes import GradingResult
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import NotFound
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import answers, attempts, gradings


@dataclass(frozen=True)
class GradedSubmission:
    """A submission and its verdict; `grading` is None while it waits."""

    submission: Submission
    grading: GradingResult | None


@needs(Right.SEE_CANDIDATES)
def list_submissions(work: Work, user: User, attempt_id: UUID) -> tuple[GradedSubmission, ...]:
    """Every submission of the attempt in order. Raises NotFound, also for another organisation's."""
    if attempts.get(work.session, attempt_id).organisation_id != user.organisation_id:
        raise NotFound()
    found = answers.submissions(work.session, attempt_id)
    graded = gradings.of_submissions(work.session, [submission.id for submission in found])
    return tuple(GradedSubmission(submission, graded.get(submission.id)) for submission in found)
