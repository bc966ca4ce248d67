"""A contested attempt is graded again in the shadow: what comes out is shown to who decides, and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.concern import ConcernKind
from assessor.errors import GradingFault
from assessor.services.counting_answers import counting_answers
from assessor.services.regrade import Regraded, apply_regrade, regrade_attempt
from assessor.services.review_rounds import ask_for_second, second_review
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import assessments, attempts, concerns
from sandbox.errors import SandboxError
from sandbox.provider import SandboxProvider

AGAIN = timedelta(minutes=1)
"""When to look again at an attempt whose answers have no verdict yet."""


def request_shadow(work: Work, concern_id: UUID, *, later: bool = False) -> None:
    """Have a contest's answers graded again."""
    at = work.now() + AGAIN if later else None
    work.defer("shadow_regrade", lock=f"contest:{concern_id}", at=at, concern_id=str(concern_id))


def request_contest_shadows(work: Work, attempt_id: UUID) -> None:
    """The same for every open contest of an attempt: somebody has read a design answer anew."""
    for concern in concerns.of_attempt(work.session, attempt_id, ConcernKind.CONTEST):
        if concern.is_open:
            request_shadow(work, concern.id)


def seconds_are_in(work: Work, attempt: Attempt) -> bool:
    """Whether every contested design answer was read by one more person, who is asked for where not."""
    assessment = assessments.get(work.session, attempt.assessment_id)
    found = counting_answers(work, attempt.id, assessment).values()
    read = [submission for submission, result in found if result and result.for_people]
    for submission in read:
        ask_for_second(work, attempt, submission)
    return all(second_review(work, submission.id) for submission in read)


def shadow_regrade(open_work: WorkFactory, labs: SandboxProvider, concern_id: UUID) -> None:
    """Grade every counting answer again and keep what is different. Raises NotFound."""
    with open_work() as work:
        concern = concerns.get(work.session, concern_id)
        attempt = attempts.get(work.session, concern.attempt_id)
        if attempt.state is not AttemptState.GRADED:
            request_shadow(work, concern_id, later=True)
            return
        if not seconds_are_in(work, attempt):
            return  # who submits the last of them asks for this again
    shadow = _shadow(open_work, labs, attempt.id)
    with open_work() as work:
        concerns.keep_shadow(work.session, concern_id, shadow)


def apply_contest(open_work: WorkFactory, labs: SandboxProvider, concern_id: UUID) -> None:
    """After the decision: grade again and write what is different. Raises NotFound, or GradingFault to try again."""
    with open_work() as work:
        attempt_id = concerns.get(work.session, concern_id).attempt_id
    apply_regrade(open_work, regrade_attempt(open_work, labs, attempt_id, anew=True))


def _shadow(open_work: WorkFactory, labs: SandboxProvider, attempt_id: UUID) -> dict[str, Any]:
    try:
        return {"answers": [_told(item) for item in regrade_attempt(open_work, labs, attempt_id, anew=True)]}
    except (GradingFault, SandboxError) as error:
        return {"fault": str(error)}


def _told(item: Regraded) -> dict[str, Any]:
    return {
        "slug": item.submission.slug,
        "before": item.before.score,
        "after": item.after.score,
        "changes": list(item.changes),
        "causes": list(item.causes),
    }
