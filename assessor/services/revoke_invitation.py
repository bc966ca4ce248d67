"""Staff withdraw an invitation."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState, require_move
from assessor.domain.events import EventKind
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import NotFound
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitations


@needs(Right.INVITE)
def revoke_invitation(work: Work, user: User, attempt_id: UUID) -> Attempt:
    """Withdraw an attempt that is not over. Raises NotFound (also for another organisation's) or WrongState."""
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.organisation_id != user.organisation_id:
        raise NotFound()
    require_move(attempt.state, AttemptState.REVOKED)
    invitations.revoke(work.session, attempt.invitation_id, work.now())
    work.record(attempt_id, EventKind.REVOKED, by=user.name)
    work.defer("stop_sandboxes", lock=f"stop:{attempt_id}", attempt_id=str(attempt_id))
    return attempts.save(work.session, replace(attempt, state=AttemptState.REVOKED))
