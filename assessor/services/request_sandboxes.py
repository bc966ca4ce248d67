"""Get the servers that an attempt needs: from the pool at once, or from the worker in a while."""

from __future__ import annotations

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox
from assessor.services.work import Work
from assessor.storage.queries import assessments, pool, sandboxes


def request_sandboxes(work: Work, attempt: Attempt) -> None:
    """Claim or request every server of the attempt that is not there and not on its way; the practice one comes first.

    The attempt is locked by this transaction. No engine is asked for anything.
    """
    known = sandboxes.of_attempt(work.session, attempt.id)
    for challenge in with_servers(assessments.get(work.session, attempt.assessment_id)):
        sandbox = known.get(challenge.id)
        if sandbox is not None and not sandbox.missing:
            continue
        if sandbox is not None:
            sandboxes.forget(work.session, sandbox.id)
        claim_or_request(work, attempt, challenge)


def claim_or_request(
    work: Work, attempt: Attempt, challenge: Challenge, *, urgent: bool = False
) -> AttemptSandbox:
    """Give the attempt a server for a challenge for which it has none: one that is ready, or one that is requested.

    Where it is `urgent`, a clock runs: it goes before those who want to start.
    """
    now = work.now()
    sandbox_id = pool.reserve(work.session, challenge.id, queued=urgent)
    if sandbox_id is not None:
        pool.give(work.session, sandbox_id, attempt.id, now)
        work.record(attempt.id, EventKind.SANDBOX_READY, slug=challenge.slug)
    else:
        sandbox_id = sandboxes.request(work.session, attempt.id, challenge.id, now)
        work.defer("provision", lock=f"sandbox:{sandbox_id}", urgent=urgent, sandbox_id=str(sandbox_id))
    return sandboxes.get(work.session, sandbox_id)


def with_servers(assessment: Assessment) -> list[Challenge]:
    """The challenges of an assessment that need a server, the practice one first if there is one."""
    challenges = [item.challenge for item in assessment.challenges]
    every = [assessment.practice, *challenges] if assessment.practice else challenges
    return [challenge for challenge in every if challenge.has_server]
