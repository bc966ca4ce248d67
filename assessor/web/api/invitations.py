"""Invitations: made, looked at, extended, sent again, withdrawn."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.listing import Place
from assessor.errors import WrongState
from assessor.services import api_lists, change_invitations, invite_candidate, revoke_invitation
from assessor.services.api_lists import Invited
from assessor.services.change_invitations import Change
from assessor.web.api import models, pages
from assessor.web.api.operations import Call, operation
from assessor.web.current import application

_LIST = "invitations"
_ONE = "/invitations/<uuid:invitation_id>"
_OVER = {409: "The invitation is in a state in which that is not possible."}


@operation(
    "GET", "/invitations", summary="List invitations", tag="Invitations",
    query=models.InvitationsQuery, answer=models.InvitationPage,
)  # fmt: skip
def list_invitations(call: Call) -> models.InvitationPage:
    """All invitations of the organisation, newest first."""
    query: models.InvitationsQuery = call.query
    found = api_lists.invitations(
        call.work,
        call.user,
        assessment_id=query.assessment_id,
        status=query.status,
        external_id=query.external_id,
        after=pages.begin(_LIST, query),
        limit=query.limit + 1,
    )
    lines, further = pages.cut(_LIST, query, found, lambda each: Place(each.created_at, each.attempt_id))
    return models.InvitationPage(items=[shown(each) for each in lines], next_cursor=further)


@operation(
    "POST", "/invitations", summary="Invite a candidate", tag="Invitations", status=201,
    body=models.NewInvitation, answer=models.InvitationWithLink,
    problems={404: "There is no such assessment.", 409: "The assessment is not published, or no mail can be sent."},
)  # fmt: skip
def create_invitation(call: Call) -> models.InvitationWithLink:
    """Make a secret link for one candidate, and send it if asked.

    Send an Idempotency-Key, so that a request that is repeated invites nobody twice.
    """
    body: models.NewInvitation = call.body
    if body.send and not application().settings.sends_mail:
        raise WrongState("No mail server is set, so nothing can be sent.")
    made = invite_candidate.invite_candidate(
        call.work,
        call.user,
        body.assessment_id,
        body.name,
        body.email,
        body.valid_days,
        body.extra_time_percent,
        external_id=body.external_id,
        send=body.send,
    )
    known = shown(api_lists.invitation(call.work, call.user, made.invitation.id))
    return models.InvitationWithLink(**known.model_dump(), url=call.work.links.url(made.token))


@operation("GET", _ONE, summary="Get an invitation", tag="Invitations", answer=models.Invitation)
def get_invitation(call: Call, invitation_id: UUID) -> models.Invitation:
    """One invitation."""
    return shown(api_lists.invitation(call.work, call.user, invitation_id))


@operation(
    "POST", f"{_ONE}/extend", summary="Let the link work longer", tag="Invitations",
    body=models.Postponement, answer=models.Invitation, problems=_OVER,
)  # fmt: skip
def extend_invitation(call: Call, invitation_id: UUID) -> models.Invitation:
    """Move the expiry of an invitation that has not begun."""
    return _change(call, invitation_id, Change.POSTPONE, days=call.body.days)


@operation(
    "POST", f"{_ONE}/resend", summary="Send the link again", tag="Invitations", answer=models.Invitation,
    problems=_OVER,
)  # fmt: skip
def resend_invitation(call: Call, invitation_id: UUID) -> models.Invitation:
    """Send the same link by e-mail once more."""
    if not application().settings.sends_mail:
        raise WrongState("No mail server is set, so nothing can be sent.")
    return _change(call, invitation_id, Change.RESEND)


@operation(
    "POST", f"{_ONE}/revoke", summary="Withdraw an invitation", tag="Invitations", answer=models.Invitation,
    problems=_OVER,
)  # fmt: skip
def revoke(call: Call, invitation_id: UUID) -> models.Invitation:
    """From now on the link opens nothing; a running attempt ends."""
    row = api_lists.invitation(call.work, call.user, invitation_id)
    revoke_invitation.revoke_invitation(call.work, call.user, row.attempt_id)
    return get_invitation(call, invitation_id)


def _change(call: Call, invitation_id: UUID, change: Change, days: int = 0) -> models.Invitation:
    row = api_lists.invitation(call.work, call.user, invitation_id)
    changed = change_invitations.change_invitations(
        call.work, call.user, row.assessment_id, change, [row.attempt_id], days=days
    )
    for why in changed.not_done.values():
        raise WrongState(why)
    return get_invitation(call, invitation_id)


def shown(row: Invited) -> models.Invitation:
    """As the API shows it."""
    return models.Invitation(
        id=row.invitation_id,
        assessment_id=row.assessment_id,
        attempt_id=row.attempt_id,
        candidate=models.Person(id=row.candidate_id, name=row.name, email=row.email),
        external_id=row.external_id,
        status=row.status,
        expires_at=row.expires_at,
        created_at=row.created_at,
    )
