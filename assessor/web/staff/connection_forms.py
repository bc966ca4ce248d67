"""Forms for what connects an organisation with other systems."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectChoice, StringField, URLField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from assessor.domain.api import MAX_NAME, MAX_TOKEN_DAYS, Scope
from assessor.domain.webhooks import HookType
from assessor.outgoing.address import MAX_URL
from assessor.web.staff.userforms import RolesField as CheckboxesField

_SCOPES = {
    Scope.READ_ASSESSMENTS: "Read assessments",
    Scope.READ_INVITATIONS: "Read invitations",
    Scope.WRITE_INVITATIONS: "Invite, extend and withdraw",
    Scope.READ_ATTEMPTS: "Read attempts",
    Scope.READ_SCORECARDS: "Read scorecards",
}


class TokenForm(FlaskForm):
    """A new token."""

    name = StringField("What it is for", [DataRequired("Enter a name."), Length(max=MAX_NAME)])
    days = IntegerField(
        "Days that it works",
        [InputRequired("Enter a number."), NumberRange(1, MAX_TOKEN_DAYS, f"1 to {MAX_TOKEN_DAYS} days.")],
        default=365,
    )
    scopes = CheckboxesField(
        "What it may do",
        [DataRequired("Choose at least one.")],
        choices=[SelectChoice(scope.value, label) for scope, label in _SCOPES.items()],
    )


_TYPES = {
    HookType.INVITATION_CREATED: "A candidate was invited",
    HookType.INVITATION_SENT: "The invitation was sent",
    HookType.INVITATION_OPENED: "The candidate opened it",
    HookType.ATTEMPT_STARTED: "The candidate started",
    HookType.ATTEMPT_FINISHED: "The candidate finished",
    HookType.ATTEMPT_GRADED: "Everything is graded",
    HookType.ATTEMPT_EXPIRED: "The invitation expired",
    HookType.ATTEMPT_REVOKED: "The invitation was withdrawn",
}


class WebhookForm(FlaskForm):
    """An address that is told what happens."""

    url = URLField("Address", [DataRequired("Enter an address."), Length(max=MAX_URL)])
    types = CheckboxesField(
        "What it is told",
        [DataRequired("Choose at least one.")],
        choices=[SelectChoice(kind.value, label) for kind, label in _TYPES.items()],
    )
