"""A candidate presses start."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState, deadline, require_move
from assessor.domain.events import EventKind
from assessor.domain.invitation import require_usable
from assessor.domain.sandboxes import SandboxStatus
from assessor.errors import SandboxNotReady
from assessor.services.move_deadline import keep_deadline
from assessor.services.wake_sandboxes import wake_sandboxes
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, invitations, sandboxes


def start_attempt(work: Work, attempt_id: UUID) -> Attempt:
    """Start the clock, once every server answers; starting twice is starting once.

    Raises WrongState, an InvitationProblem, or SandboxNotReady (no clock runs then; ask again).
    """
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.state is AttemptState.RUNNING:
        return attempt
    invitation = invitations.get(work.session, attempt.invitation_id)
    require_usable(invitation, attempt.state, work.now())
    require_move(attempt.state, AttemptState.RUNNING)
    assessment = assessments.get(work.session, attempt.assessment_id)
    needed = [item.challenge.id for item in assessment.challenges if item.challenge.has_server]
    _require_ready(work, attempt, needed)
    now = work.now()
    ends = deadline(now, assessment.duration_minutes, invitation.extra_time_percent)
    work.record(attempt_id, EventKind.STARTED, deadline=ends.isoformat())
    running = replace(attempt, state=AttemptState.RUNNING, started_at=now, deadline_at=ends)
    return keep_deadline(work, running)


def _require_ready(work: Work, attempt: Attempt, challenge_ids: list[UUID]) -> None:
    known = sandboxes.of_attempt(work.session, attempt.id)
    needed = [known[challenge_id] for challenge_id in challenge_ids if challenge_id in known]
    ready = [sandbox for sandbox in needed if sandbox.status is SandboxStatus.READY]
    if len(ready) < len(challenge_ids):
        wake_sandboxes(work, needed)
        work.pause()
        raise SandboxNotReady()
