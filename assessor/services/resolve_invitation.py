"""Somebody opens an invitation link."""

from __future__ import annotations

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.invitation import require_usable, token_digest
from assessor.errors import InvitationUnknown
from assessor.services.work import Work
from assessor.storage.queries import invitations


def resolve_invitation(work: Work, token: str) -> Attempt:
    """The attempt that a link opens. Changes nothing: a mail scanner's visit consumes no invitation.

    A finished attempt opens too: its candidate may read what was received, and contest. Raises InvitationUnknown,
    InvitationExpired or InvitationRevoked.
    """
    found = invitations.by_digest(work.session, token_digest(token))
    if found is None:
        raise InvitationUnknown()
    invitation, attempt = found
    if attempt.state not in (AttemptState.SUBMITTED, AttemptState.GRADED):
        require_usable(invitation, attempt.state, work.now())
    return attempt
