"""What an error looks like from outside: its status, its stable reason and its words."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from assessor.errors import (
    AssessorError,
    InvalidInput,
    InvitationExpired,
    InvitationProblem,
    InvitationRevoked,
    InvitationUnknown,
    InvitationUsedUp,
    NotAllowed,
    NotFound,
    NotPermitted,
    PlatformFault,
    RevisionConflict,
    SandboxAsleep,
    SandboxInRepair,
    SandboxNotReady,
    SessionBusy,
    SessionsAway,
    TooManySessions,
    UserError,
)


@dataclass(frozen=True)
class Problem:
    """One error, ready to be shown."""

    status: int
    reason: str
    title: str
    message: str


FAULT = "Something failed on our side"

APPLICATION: tuple[tuple[type[AssessorError], HTTPStatus, str], ...] = (
    (InvitationUnknown, HTTPStatus.NOT_FOUND, "We do not know this link"),
    (InvitationExpired, HTTPStatus.GONE, "This invitation has expired"),
    (InvitationUsedUp, HTTPStatus.GONE, "You have finished this assessment"),
    (InvitationRevoked, HTTPStatus.FORBIDDEN, "This invitation was withdrawn"),
    (InvitationProblem, HTTPStatus.GONE, "This link does not open an assessment"),
    (NotFound, HTTPStatus.NOT_FOUND, "Nothing here"),
    (NotPermitted, HTTPStatus.FORBIDDEN, "Not for your account"),
    (RevisionConflict, HTTPStatus.CONFLICT, "Saved somewhere else in between"),
    (SessionBusy, HTTPStatus.CONFLICT, "Still running"),
    (TooManySessions, HTTPStatus.CONFLICT, "Too many sessions"),
    (NotAllowed, HTTPStatus.CONFLICT, "Not possible right now"),
    (InvalidInput, HTTPStatus.BAD_REQUEST, "Something is not right yet"),
    (UserError, HTTPStatus.BAD_REQUEST, "That cannot be done"),
    (SandboxAsleep, HTTPStatus.SERVICE_UNAVAILABLE, "Your PostgreSQL is waking up"),
    (SandboxInRepair, HTTPStatus.SERVICE_UNAVAILABLE, "Your PostgreSQL is being repaired"),
    (SandboxNotReady, HTTPStatus.SERVICE_UNAVAILABLE, "Your PostgreSQL is being prepared"),
    (SessionsAway, HTTPStatus.SERVICE_UNAVAILABLE, "Sessions cannot be kept right now"),
    (PlatformFault, HTTPStatus.SERVICE_UNAVAILABLE, FAULT),
)
"""The first class that fits speaks; an error that fits none is a 500."""

PROTOCOL: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "That request was not understood", "Go back, reload the page and try again."),
    401: ("signed_out", "You are signed out", "Sign in again, then repeat what you were doing."),
    403: (
        "forbidden",
        "Not for your account",
        "Your account may not do this. An administrator can change that.",
    ),
    404: ("not_found", "Nothing here", NotFound().message),
    405: ("method_not_allowed", "Not possible this way", "This address does not take that kind of request."),
    413: ("too_large", "Too much at once", "What was sent is larger than this page accepts."),
    415: ("not_json", "That request was not understood", "This address takes JSON only."),
    429: ("too_many_requests", "Too many tries", "Wait a few minutes, then try again."),
}

OUT_OF_DATE = Problem(
    HTTPStatus.BAD_REQUEST,
    "page_out_of_date",
    "This page is out of date",
    "You signed in or out since it was opened. Go back, reload it and try again; what you typed is kept.",
)
UNEXPECTED = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "platform_fault", FAULT, PlatformFault().message)


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
            return Problem(status, error.reason, title, error.message)
    return UNEXPECTED
