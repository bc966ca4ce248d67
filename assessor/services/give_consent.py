"""A candidate agrees to what is recorded."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState, require_move
from assessor.domain.events import EventKind
from assessor.domain.invitation import require_usable
from assessor.services.request_sandboxes import request_sandboxes
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitations


def give_consent(work: Work, attempt_id: UUID) -> Attempt:
    """Record the consent and ask for the candidate's servers; agreeing twice is agreeing once.

    Raises WrongState or an InvitationProblem.
    """
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.state is AttemptState.READY:
        return attempt
    require_usable(invitations.get(work.session, attempt.invitation_id), attempt.state, work.now())
    require_move(attempt.state, AttemptState.READY)
    work.record(attempt_id, EventKind.CONSENTED)
    request_sandboxes(work, attempt)
    return attempts.save(work.session, replace(attempt, state=AttemptState.READY, consented_at=work.now()))
