"""Who may use which route. A route that is not in the table is refused, and fails a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from flask import Flask, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from assessor.domain.api import Scope
from assessor.domain.reach import PLATFORM, Reach
from assessor.domain.rights import Right, may, require
from assessor.errors import NotFound, SecondFactorMissing
from assessor.web.caller import caller, require_scope
from assessor.web.current import act_for, lacks_second, opened_attempts, signed_in, staff_user


class Audience(Enum):
    """Whom a route is for."""

    PUBLIC = "public"
    CANDIDATE = "candidate"
    """A browser in which the link of this very attempt was opened."""
    STAFF = "staff"
    PROGRAM = "program"
    """A program that shows a token with the scope; cookies count for nothing."""


@dataclass(frozen=True)
class Access:
    """An audience; for staff also the right that is needed, or None for what belongs to every account;
    for programs the scope."""

    audience: Audience
    right: Right | None = None
    scope: Scope | None = None


PUBLIC = Access(Audience.PUBLIC)
CANDIDATE = Access(Audience.CANDIDATE)
ANY_STAFF = Access(Audience.STAFF)


def _staff(right: Right) -> Access:
    return Access(Audience.STAFF, right)


def _program(scope: Scope) -> Access:
    return Access(Audience.PROGRAM, scope=scope)


ACCESS: dict[str, Access] = {
    "static": PUBLIC,
    "public.home": PUBLIC,
    "public.health": PUBLIC,
    "public.words": PUBLIC,
    "public.plan_picture": PUBLIC,
    "shared.door": PUBLIC,
    "shared.enter": PUBLIC,
    "shared.scorecard": PUBLIC,
    "shared.file": PUBLIC,
    "auth.sign_in": PUBLIC,
    "auth.begin_sign_on": PUBLIC,
    "auth.finish_sign_on": PUBLIC,
    "auth.second_step": PUBLIC,
    "auth.make_second_step": PUBLIC,
    "auth.sign_out": ANY_STAFF,
    "auth.forgot_password": PUBLIC,
    "auth.send_reset": PUBLIC,
    "auth.set_password": PUBLIC,
    "auth.use_link": PUBLIC,
    "auth.account": ANY_STAFF,
    "auth.change_password": ANY_STAFF,
    "auth.end_session": ANY_STAFF,
    "auth.end_other_sessions": ANY_STAFF,
    "auth.second_factor": ANY_STAFF,
    "auth.begin_second_factor": ANY_STAFF,
    "auth.confirm_second_factor": ANY_STAFF,
    "auth.renew_codes": ANY_STAFF,
    "auth.turn_off_second_factor": ANY_STAFF,
    "candidate.open_invitation": PUBLIC,
    "candidate.attempt": CANDIDATE,
    "candidate.consent": CANDIDATE,
    "candidate.start": CANDIDATE,
    "candidate.finish": CANDIDATE,
    "candidate.ask": CANDIDATE,
    "candidate.contest": CANDIDATE,
    "candidate.answer_freely": CANDIDATE,
    "candidate.receipt": CANDIDATE,
    "candidate.begin": CANDIDATE,
    "candidate.leave": CANDIDATE,
    "candidate.stop_clock": CANDIDATE,
    "candidate.resume": CANDIDATE,
    "candidate.challenge": CANDIDATE,
    "workbench.status": CANDIDATE,
    "workbench.opened": CANDIDATE,
    "workbench.present": CANDIDATE,
    "workbench.signals": CANDIDATE,
    "workbench.reset": CANDIDATE,
    "workbench.run": CANDIDATE,
    "workbench.sessions": CANDIDATE,
    "workbench.cancel": CANDIDATE,
    "workbench.end_session": CANDIDATE,
    "workbench.schema": CANDIDATE,
    "workbench.live": CANDIDATE,
    "workbench.draft": CANDIDATE,
    "workbench.preview": CANDIDATE,
    "workbench.submit": CANDIDATE,
    "workbench.result": CANDIDATE,
    "staff.assessments": _staff(Right.SEE_ASSESSMENTS),
    "staff.new_assessment": _staff(Right.EDIT_ASSESSMENTS),
    "staff.ready": _staff(Right.EDIT_ASSESSMENTS),
    "staff.edit": _staff(Right.EDIT_ASSESSMENTS),
    "staff.preview": _staff(Right.EDIT_ASSESSMENTS),
    "staff.roles": _staff(Right.EDIT_ASSESSMENTS),
    "staff.new_role": _staff(Right.EDIT_ASSESSMENTS),
    "staff.role": _staff(Right.EDIT_ASSESSMENTS),
    "staff.begin_version": _staff(Right.EDIT_ASSESSMENTS),
    "staff.assessment": _staff(Right.SEE_CANDIDATES),
    "staff.publish": _staff(Right.EDIT_ASSESSMENTS),
    "staff.invite": _staff(Right.INVITE),
    "staff.attempts": _staff(Right.SEE_CANDIDATES),
    "staff.scorecard": _staff(Right.SEE_CANDIDATES),
    "staff.replay": _staff(Right.SEE_CANDIDATES),
    "staff.scorecard_file": _staff(Right.SEE_CANDIDATES),
    "staff.attempts_csv": _staff(Right.SEE_CANDIDATES),
    "staff.pipeline": _staff(Right.SEE_CANDIDATES),
    "staff.compare": _staff(Right.SEE_CANDIDATES),
    "staff.open_evidence": _staff(Right.SEE_CANDIDATES),
    "staff.make_decision": _staff(Right.CHOOSE),
    "staff.comment": _staff(Right.SEE_CANDIDATES),
    "staff.share": _staff(Right.SHARE),
    "staff.revoke_share": _staff(Right.SHARE),
    "staff.revoke": _staff(Right.INVITE),
    "staff.extend": _staff(Right.ADD_TIME),
    "staff.accommodate": _staff(Right.ACCOMMODATE),
    "staff.reviews": _staff(Right.REVIEW),
    "staff.claim_review": _staff(Right.REVIEW),
    "staff.review": _staff(Right.REVIEW),
    "staff.save_review": _staff(Right.REVIEW),
    "staff.submit_review": _staff(Right.REVIEW),
    "staff.agreement": _staff(Right.SEE_CANDIDATES),
    "staff.concerns": _staff(Right.LOOK_AGAIN),
    "staff.concern": _staff(Right.LOOK_AGAIN),
    "staff.answer": _staff(Right.ACCOMMODATE),
    "staff.look": _staff(Right.LOOK_AGAIN),
    "staff.decide": _staff(Right.DECIDE),
    "staff.statistics": _staff(Right.SEE_CANDIDATES),
    "staff.impact": _staff(Right.SEE_CANDIDATES),
    "staff.voluntary": _staff(Right.ASK),
    "staff.add_question": _staff(Right.ASK),
    "staff.remove_question": _staff(Right.ASK),
    "staff.invitations": _staff(Right.SEE_CANDIDATES),
    "staff.change_invitations": _staff(Right.INVITE),
    "staff.links": _staff(Right.INVITE),
    "staff.reminders": _staff(Right.INVITE),
    "staff.new_import": _staff(Right.INVITE),
    "staff.show_import": _staff(Right.INVITE),
    "staff.confirm_import": _staff(Right.INVITE),
    "staff.discard_import": _staff(Right.INVITE),
    "staff.mail_text": _staff(Right.INVITE),
    "staff.users": _staff(Right.MANAGE_USERS),
    "staff.add_user": _staff(Right.MANAGE_USERS),
    "staff.user": _staff(Right.MANAGE_USERS),
    "staff.change_user": _staff(Right.MANAGE_USERS),
    "staff.user_link": _staff(Right.MANAGE_USERS),
    "staff.reset_second_factor": _staff(Right.MANAGE_USERS),
    "staff.unbind_user": _staff(Right.MANAGE_USERS),
    "staff.require_second_step": _staff(Right.MANAGE_USERS),
    "staff.person": _staff(Right.ERASE_CANDIDATES),
    "staff.person_file": _staff(Right.ERASE_CANDIDATES),
    "staff.erase_person": _staff(Right.ERASE_CANDIDATES),
    "staff.place_hold": _staff(Right.RETAIN),
    "staff.lift_hold": _staff(Right.RETAIN),
    "staff.retention": _staff(Right.RETAIN),
    "staff.set_retention": _staff(Right.RETAIN),
    "staff.audit": _staff(Right.READ_AUDIT),
    "staff.audit_file": _staff(Right.READ_AUDIT),
    "staff.connections": _staff(Right.CONNECT),
    "staff.make_token": _staff(Right.CONNECT),
    "staff.revoke_token": _staff(Right.CONNECT),
    "staff.add_webhook": _staff(Right.CONNECT),
    "staff.webhook": _staff(Right.CONNECT),
    "staff.switch_webhook": _staff(Right.CONNECT),
    "staff.replay_delivery": _staff(Right.CONNECT),
    "greenhouse.list_tests": _program(Scope.READ_ASSESSMENTS),
    "greenhouse.send_test": _program(Scope.WRITE_INVITATIONS),
    "greenhouse.test_status": _program(Scope.READ_SCORECARDS),
    "greenhouse.response_error": _program(Scope.READ_ASSESSMENTS),
    "api.openapi_document": PUBLIC,
    "api.docs": PUBLIC,
    "api.list_assessments": _program(Scope.READ_ASSESSMENTS),
    "api.get_assessment": _program(Scope.READ_ASSESSMENTS),
    "api.get_challenges": _program(Scope.READ_ASSESSMENTS),
    "api.list_invitations": _program(Scope.READ_INVITATIONS),
    "api.create_invitation": _program(Scope.WRITE_INVITATIONS),
    "api.get_invitation": _program(Scope.READ_INVITATIONS),
    "api.extend_invitation": _program(Scope.WRITE_INVITATIONS),
    "api.resend_invitation": _program(Scope.WRITE_INVITATIONS),
    "api.revoke": _program(Scope.WRITE_INVITATIONS),
    "api.list_attempts": _program(Scope.READ_ATTEMPTS),
    "api.get_attempt": _program(Scope.READ_ATTEMPTS),
    "api.get_scorecard": _program(Scope.READ_SCORECARDS),
}


ENROLMENT = frozenset(
    {"auth.sign_out", "auth.second_factor", "auth.begin_second_factor", "auth.confirm_second_factor"}
)
"""All that is open to who must set up a second factor first."""


def init_app(app: Flask) -> None:
    """Ask the table before every request, and let templates ask it before they show a way."""
    app.before_request(enforce)
    app.jinja_env.globals["allowed"] = allowed


def allowed(endpoint: str) -> bool:
    """Whether the signed-in member of staff may use a staff route."""
    right = ACCESS[endpoint].right
    return not lacks_second() and (right is None or may(staff_user(), right))


def enforce() -> Response | None:
    """Let the request pass, send the person to the sign-in page, or raise.

    It says whose rows the request may see, too: staff their organisation's, and whoever holds a secret what it opens.
    """
    if request.endpoint is None:
        return None
    access = ACCESS.get(request.endpoint)
    if access is None:
        raise Forbidden()
    match access.audience:
        case Audience.PUBLIC:
            act_for(PLATFORM)
            return None
        case Audience.CANDIDATE:
            _require_opened()
            act_for(PLATFORM)
            return None
        case Audience.STAFF:
            return _require_right(access.right)
        case Audience.PROGRAM:
            if access.scope is None:
                raise Forbidden()
            require_scope(access.scope)
            act_for(Reach(caller().user.organisation_id))
            return None
        case _:
            assert_never(access.audience)


def _require_opened() -> None:
    attempt_id = (request.view_args or {}).get("attempt_id")
    if attempt_id not in opened_attempts():
        raise NotFound()


def _require_right(right: Right | None) -> Response | None:
    if signed_in():
        if lacks_second() and request.endpoint not in ENROLMENT:
            return _to_enrolment()
        if right is not None:
            require(staff_user(), right)
        act_for(Reach(staff_user().organisation_id))
        return None
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
    raise Unauthorized()


def _to_enrolment() -> Response:
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.second_factor"))
    raise SecondFactorMissing()
