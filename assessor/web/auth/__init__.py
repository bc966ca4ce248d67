"""Signing in and out, one's password, and where one is signed in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from assessor.errors import InvalidInput
from assessor.services import count_tries, staff_sessions
from assessor.services import sign_in as service
from assessor.web.auth.forms import SignInForm
from assessor.web.auth.next_page import safe_next
from assessor.web.current import application, renew_session, signed_in, staff_session, staff_user
from assessor.web.login import SignedIn
from assessor.web.sentences import told

auth = Blueprint("auth", __name__)


@auth.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """The form, and what it sends. Wrong e-mail and wrong password get the same answer."""
    form = SignInForm()
    if request.method == "GET":
        if signed_in():
            return redirect(url_for("staff.assessments"))
        return render_template("auth/sign-in.html", form=form, problem=None)
    if not form.validate():
        return render_template("auth/sign-in.html", form=form, problem=None), 400
    try:
        person = _enter(form.email.data, form.password.data)
    except InvalidInput as error:
        with application().work() as work:
            service.note_failed(work, form.email.data)
        return render_template("auth/sign-in.html", form=form, problem=told(error)), 400
    renew_session()
    login_user(person)
    return redirect(safe_next(request.args.get("next")) or url_for("staff.assessments"))


def _enter(email: str, password: str) -> SignedIn:
    """The try is counted before it is made, in a transaction of its own, so that it counts also if it fails."""
    address = request.remote_addr or ""
    with application().work() as work:
        counted = count_tries.count_try(work, address, email)
    with application().work() as work:
        user = service.sign_in(work, email, password)
        token = staff_sessions.open_session(work, user, address, request.user_agent.string)
        count_tries.forget_try(work, counted)
    return SignedIn(user, None, token)


@auth.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    with application().work() as work:
        staff_sessions.end_session(work, staff_user(), staff_session())
    logout_user()
    renew_session()
    return redirect(url_for("auth.sign_in"))


from assessor.web.auth import account, passwords  # noqa: E402 - they register their routes on the blueprint

__all__ = ["account", "auth", "passwords"]
