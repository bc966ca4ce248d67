"""Signing in and out, one's password, and where one is signed in."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

from assessor.errors import InvalidInput
from assessor.services import count_tries, second_step, staff_sessions
from assessor.services import sign_in as service
from assessor.web.auth.entering import counted_try, let_in, where_from
from assessor.web.auth.forms import SignInForm
from assessor.web.current import application, renew_session, signed_in, staff_session, staff_user
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
    address, browser = where_from()
    try:
        with counted_try(partial(count_tries.count_try, address=address, email=form.email.data)) as work:
            user = service.sign_in(work, form.email.data, form.password.data)
            entered = second_step.enter(work, user, address, browser)
    except InvalidInput as error:
        with application().work() as work:
            service.note_failed(work, form.email.data)
        return render_template("auth/sign-in.html", form=form, problem=told(error)), 400
    return let_in(entered, request.args.get("next"))


@auth.post("/sign-out")
def sign_out() -> Response:
    """End the session."""
    with application().work() as work:
        staff_sessions.end_session(work, staff_user(), staff_session())
    logout_user()
    renew_session()
    return redirect(url_for("auth.sign_in"))


from assessor.web.auth import account, passwords, second_factor, sign_on, step  # noqa: E402 - they register their routes

__all__ = ["account", "auth", "passwords", "second_factor", "sign_on", "step"]
