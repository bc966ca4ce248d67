"""What an error looks like from outside: its status, its stable reason and its words."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from assessor.errors import (
    AssessorError,
    BadRequest,
    InvalidInput,
    InvitationExpired,
    InvitationProblem,
    InvitationRevoked,
    InvitationUnknown,
    InvitationUsedUp,
    KeyUsedForAnother,
    LinkUsedUp,
    NotAllowed,
    NotFound,
    NotPermitted,
    PlatformFault,
    RevisionConflict,
    SandboxAsleep,
    SandboxInRepair,
    SandboxNotReady,
    ScopeMissing,
    SecondFactorMissing,
    SessionBusy,
    SessionsAway,
    SignOnAway,
    SignOnClosed,
    SignOnDenied,
    SignOnLost,
    SignOnProblem,
    SignOnRefused,
    SignOnUnknown,
    SignOnUnverified,
    TokenRefused,
    TooManySessions,
    TooManyTries,
    UserError,
)
from assessor.web.sentences import told


@dataclass(frozen=True)
class Problem:
    """One error, ready to be shown."""

    status: int
    reason: str
    title: LazyString | str
    message: LazyString | str


FAULT = _("Something failed on our side")

APPLICATION: tuple[tuple[type[AssessorError], HTTPStatus, LazyString], ...] = (
    (InvitationUnknown, HTTPStatus.NOT_FOUND, _("We do not know this link")),
    (InvitationExpired, HTTPStatus.GONE, _("This invitation has expired")),
    (InvitationUsedUp, HTTPStatus.GONE, _("You have finished this assessment")),
    (InvitationRevoked, HTTPStatus.FORBIDDEN, _("This invitation was withdrawn")),
    (InvitationProblem, HTTPStatus.GONE, _("This link does not open an assessment")),
    (NotFound, HTTPStatus.NOT_FOUND, _("Nothing here")),
    (SecondFactorMissing, HTTPStatus.FORBIDDEN, _("A second step first")),
    (NotPermitted, HTTPStatus.FORBIDDEN, _("Not for your account")),
    (TooManyTries, HTTPStatus.TOO_MANY_REQUESTS, _("Too many tries")),
    (LinkUsedUp, HTTPStatus.GONE, _("This link does not work any more")),
    (RevisionConflict, HTTPStatus.CONFLICT, _("Saved somewhere else in between")),
    (SessionBusy, HTTPStatus.CONFLICT, _("Still running")),
    (TooManySessions, HTTPStatus.CONFLICT, _("Too many sessions")),
    (BadRequest, HTTPStatus.UNPROCESSABLE_ENTITY, _("The request is not valid")),
    (KeyUsedForAnother, HTTPStatus.UNPROCESSABLE_ENTITY, _("The key was used before")),
    (TokenRefused, HTTPStatus.UNAUTHORIZED, _("No token that works")),
    (ScopeMissing, HTTPStatus.FORBIDDEN, _("Not for this token")),
    (SignOnDenied, HTTPStatus.FORBIDDEN, _("The sign-on was ended")),
    (SignOnLost, HTTPStatus.BAD_REQUEST, _("This sign-on is not yours, or over")),
    (SignOnRefused, HTTPStatus.FORBIDDEN, _("The sign-on could not be verified")),
    (SignOnUnverified, HTTPStatus.FORBIDDEN, _("Your e-mail address is not verified")),
    (SignOnUnknown, HTTPStatus.FORBIDDEN, _("There is no account for you")),
    (SignOnClosed, HTTPStatus.FORBIDDEN, _("Your account is closed")),
    (SignOnProblem, HTTPStatus.FORBIDDEN, _("You are not signed in")),
    (SignOnAway, HTTPStatus.SERVICE_UNAVAILABLE, _("The provider does not answer")),
    (NotAllowed, HTTPStatus.CONFLICT, _("Not possible right now")),
    (InvalidInput, HTTPStatus.BAD_REQUEST, _("Something is not right yet")),
    (UserError, HTTPStatus.BAD_REQUEST, _("That cannot be done")),
    (SandboxAsleep, HTTPStatus.SERVICE_UNAVAILABLE, _("Your PostgreSQL is waking up")),
    (SandboxInRepair, HTTPStatus.SERVICE_UNAVAILABLE, _("Your PostgreSQL is being repaired")),
    (SandboxNotReady, HTTPStatus.SERVICE_UNAVAILABLE, _("Your PostgreSQL is being prepared")),
    (SessionsAway, HTTPStatus.SERVICE_UNAVAILABLE, _("Sessions cannot be kept right now")),
    (PlatformFault, HTTPStatus.SERVICE_UNAVAILABLE, FAULT),
)
"""The first class that fits speaks; an error that fits none is a 500."""

PROTOCOL: dict[int, tuple[str, LazyString, LazyString]] = {
    400: ("bad_request", _("That request was not understood"), _("Go back, reload the page and try again.")),
    401: ("signed_out", _("You are signed out"), _("Sign in again, then repeat what you were doing.")),
    403: (
        "forbidden",
        _("Not for your account"),
        _("Your account may not do this. An administrator can change that."),
    ),
    404: ("not_found", _("Nothing here"), _(NotFound().template)),
    405: (
        "method_not_allowed",
        _("Not possible this way"),
        _("This address does not take that kind of request."),
    ),
    413: ("too_large", _("Too much at once"), _("What was sent is larger than this page accepts.")),
    415: ("not_json", _("That request was not understood"), _("This address takes JSON only.")),
    429: ("too_many_requests", _("Too many tries"), _("Wait a few minutes, then try again.")),
}

OUT_OF_DATE = Problem(
    HTTPStatus.BAD_REQUEST,
    "page_out_of_date",
    _("This page is out of date"),
    _("You signed in or out since it was opened. Go back, reload it and try again; what you typed is kept."),
)
UNEXPECTED = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "platform_fault", FAULT, _(PlatformFault().template))


def describe(error: Exception) -> Problem:
    """The problem that an exception is to the person in front of the screen."""
    if isinstance(error, CSRFError):
        return OUT_OF_DATE
    if isinstance(error, HTTPException):
        code = error.code or 500
        if code not in PROTOCOL:
            return UNEXPECTED
        return Problem(code, *PROTOCOL[code])
    for kind, status, title in APPLICATION:
        if isinstance(error, kind):
            return Problem(status, error.reason, title, told(error))
    return UNEXPECTED
