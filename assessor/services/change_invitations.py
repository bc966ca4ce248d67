"""Staff act on invitations that exist: send again, remind, withdraw, let the link work longer, make another link."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from assessor.domain.events import EventKind
from assessor.domain.invitation import SEED_BYTES, token_digest
from assessor.domain.mail import InvitationStatus, MailKind, MailState
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotFound, WrongState
from assessor.services.guard import needs
from assessor.services.invite_many import write_mails
from assessor.services.revoke_invitation import revoke_invitation
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import attempts, invitation_list, invitations, mails
from assessor.storage.queries.invitation_list import Invited

MOST = 500
"""Invitations at once."""
MAX_DAYS = 90

_OVER = frozenset(
    {
        InvitationStatus.STARTED,
        InvitationStatus.FINISHED,
        InvitationStatus.EXPIRED,
        InvitationStatus.REVOKED,
    }
)


class Change(StrEnum):
    """What can be done."""

    RESEND = "resend"
    """The invitation once more, with the same link."""
    REMIND = "remind"
    ARRIVED = "arrived"
    """A mail in doubt has arrived: somebody asked."""
    RELINK = "relink"
    """Another link; the one before opens nothing any more. Sent, if there is an address and mails are sent."""
    POSTPONE = "postpone"
    """The link works some days longer."""
    REVOKE = "revoke"


@dataclass(frozen=True)
class Changed:
    """How many invitations were changed, and why others were not, by name."""

    done: int
    not_done: Mapping[str, str]


@needs(Right.INVITE)
def change_invitations(
    work: Work,
    user: User,
    assessment_id: UUID,
    change: Change,
    attempt_ids: Collection[UUID],
    *,
    days: int = 0,
    send: bool = True,
) -> Changed:
    """Do the same with several invitations of an assessment; one for which it makes no sense is left as it is.

    `days` is by how much an expiry is postponed; `send` whether mails can be sent. Raises NotFound, NotPermitted
    or InvalidInput.
    """
    find_assessment(work, user, assessment_id)
    _require(change, attempt_ids, days, send=send)
    # Locked in one order, so that two people who choose the same lines wait for each other.
    for attempt_id in sorted(attempt_ids):
        if attempts.lock(work.session, attempt_id).assessment_id != assessment_id:
            raise NotFound()
    rows = invitation_list.of_attempts(work.session, assessment_id, list(attempt_ids), work.now())
    act: Mapping[Change, Callable[[Invited], None]] = {
        Change.RESEND: partial(_mail, work, user, MailKind.INVITATION),
        Change.REMIND: partial(_mail, work, user, MailKind.REMINDER),
        Change.ARRIVED: partial(_arrived, work),
        Change.RELINK: partial(_relink, work, user, send=send),
        Change.POSTPONE: partial(_postpone, work, user, days),
        Change.REVOKE: lambda row: _revoke(work, user, row),
    }
    return _all(rows, act[change])


def _require(change: Change, chosen: Collection[UUID], days: int, *, send: bool) -> None:
    if not 1 <= len(chosen) <= MOST:
        raise InvalidInput(f"Choose 1 to {MOST} invitations.")
    if change is Change.POSTPONE and not 1 <= days <= MAX_DAYS:
        raise InvalidInput(f"A link can work 1 to {MAX_DAYS} days longer.")
    if change in (Change.RESEND, Change.REMIND) and not send:
        raise InvalidInput("No mail server is set, so nothing can be sent. Download the links instead.")


def _all(rows: Sequence[Invited], act: Callable[[Invited], None]) -> Changed:
    not_done: dict[str, str] = {}
    for row in rows:
        try:
            act(row)
        except WrongState as error:
            not_done[row.name] = error.message
    return Changed(len(rows) - len(not_done), not_done)


def _mail(work: Work, user: User, kind: MailKind, row: Invited) -> None:
    _require_open(row)
    if not row.email:
        raise WrongState("There is no e-mail address.")
    if not row.has_link:
        raise WrongState("Its link cannot be told again. Make a new link.")
    known = mails.of_invitations(work.session, [row.invitation_id]).get(row.invitation_id, [])
    if any(mail.state in (MailState.WAITING.value, MailState.SENDING.value) for mail in known):
        raise WrongState("A mail is already on its way.")
    due = [(row.invitation_id, work.now())]
    write_mails(work, user.organisation_id, kind, f"again:{len(known)}", due)


def _arrived(work: Work, row: Invited) -> None:
    known = mails.of_invitations(work.session, [row.invitation_id]).get(row.invitation_id, [])
    if not known or known[-1].state != MailState.DOUBT.value:
        raise WrongState("No mail of it is in doubt.")
    mails.arrived(work.session, known[-1].id)


def _relink(work: Work, user: User, row: Invited, *, send: bool) -> None:
    _require_open(row)
    seed = secrets.token_bytes(SEED_BYTES)
    digest = token_digest(work.links.token(row.invitation_id, seed))
    invitations.relink(work.session, row.invitation_id, seed, digest)
    work.record(row.attempt_id, EventKind.RELINKED, by=user.name)
    known = mails.of_invitations(work.session, [row.invitation_id]).get(row.invitation_id, [])
    waiting = any(mail.state == MailState.WAITING.value for mail in known)
    if send and row.email and not waiting:
        due = [(row.invitation_id, work.now())]
        write_mails(work, user.organisation_id, MailKind.INVITATION, f"again:{len(known)}", due)


def _postpone(work: Work, user: User, days: int, row: Invited) -> None:
    _require_open(row)
    invitations.postpone(work.session, row.invitation_id, row.expires_at + timedelta(days=days))
    work.record(row.attempt_id, EventKind.POSTPONED, days=days, by=user.name)


def _revoke(work: Work, user: User, row: Invited) -> None:
    if row.status in (InvitationStatus.FINISHED, InvitationStatus.EXPIRED, InvitationStatus.REVOKED):
        raise WrongState("It is over.")
    revoke_invitation(work, user, row.attempt_id)


def _require_open(row: Invited) -> None:
    if row.status in _OVER:
        raise WrongState("The candidate has begun, or the invitation is over.")
