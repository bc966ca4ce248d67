"""Get the servers that an attempt needs: from the pool at once, or from the worker in a while."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.services.work import Work
from assessor.storage.queries import assessments, pool, sandboxes


def request_sandboxes(work: Work, attempt: Attempt) -> None:
    """Claim or request every server of the attempt that is not there and not on its way; the practice one comes first.

    The attempt is locked by this transaction. No engine is asked for anything.
    """
    known = sandboxes.of_attempt(work.session, attempt.id)
    for challenge in every_challenge(assessments.get(work.session, attempt.assessment_id)):
        sandbox = known.get(challenge.id)
        if sandbox is not None and not sandbox.missing:
            continue
        if sandbox is not None:
            sandboxes.forget(work.session, sandbox.id)
        claim_or_request(work, attempt, challenge)


def claim_or_request(work: Work, attempt: Attempt, challenge: Challenge) -> bool:
    """Give the attempt a server for a challenge for which it has none; says whether it is there already."""
    warm = pool.reserve(work.session, challenge.id)
    if warm is not None:
        pool.give(work.session, warm, attempt.id, work.now())
        work.record(attempt.id, EventKind.SANDBOX_READY, slug=challenge.slug)
        return True
    sandbox_id = sandboxes.request(work.session, attempt.id, challenge.id, work.now())
    work.defer("provision", lock=f"sandbox:{sandbox_id}", sandbox_id=str(sandbox_id))
    return False


def every_challenge(assessment: Assessment) -> list[Challenge]:
    """The challenges of an assessment, the practice one first if there is one."""
    challenges = [item.challenge for item in assessment.challenges]
    return [assessment.practice, *challenges] if assessment.practice else challenges
