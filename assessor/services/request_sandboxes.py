"""Ask the worker for the servers that an attempt needs."""

from __future__ import annotations

from assessor.domain.attempt import Attempt
from assessor.services.work import Work
from assessor.storage.queries import assessments, sandboxes


def request_sandboxes(work: Work, attempt: Attempt) -> None:
    """Request every server of the attempt that is not there and not on its way; the practice one comes first."""
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenges = [item.challenge for item in assessment.challenges]
    if assessment.practice:
        challenges.insert(0, assessment.practice)
    known = sandboxes.of_attempt(work.session, attempt.id)
    for challenge in challenges:
        sandbox = known.get(challenge.id)
        if sandbox is None or sandbox.missing:
            sandbox_id = sandboxes.request(work.session, attempt.id, challenge.id)
            work.defer("provision", lock=f"sandbox:{sandbox_id}", sandbox_id=str(sandbox_id))
