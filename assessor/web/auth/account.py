"""One's own account: the password, and where one is signed in."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.errors import InvalidInput, NotFound
from assessor.services import second_factor, set_password, staff_sessions
from assessor.web.auth import auth
from assessor.web.auth.forms import ChangePasswordForm
from assessor.web.current import application, staff_session, staff_user
from assessor.web.sentences import told


@auth.get("/account")
def account() -> str:
    """The account of who is signed in."""
    return _render(ChangePasswordForm())


@auth.post("/account/password")
def change_password() -> Response | tuple[str, int]:
    """Replace the password; every other browser is signed out."""
    form = ChangePasswordForm()
    if not form.validate():
        return _render(form), 400
    try:
        with application().work() as work:
            set_password.change_password(
                work, staff_user(), staff_session(), form.old.data, form.password.data
            )
    except InvalidInput as error:
        form.old.errors = [told(error)]
        return _render(form), 400
    return _to_account()


@auth.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> Response:
    """Sign out one of one's browsers."""
    with application().work() as work:
        if not staff_sessions.end_session(work, staff_user(), session_id):
            raise NotFound()
    return _to_account()


@auth.post("/account/sessions/end")
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""
    with application().work() as work:
        staff_sessions.end_other_sessions(work, staff_user(), staff_session())
    return _to_account()


def _render(form: ChangePasswordForm) -> str:
    with application().work(readonly=True) as work:
        sessions = staff_sessions.own_sessions(work, staff_user())
        standing = second_factor.view_second_factor(work, staff_user())
    return render_template(
        "auth/account.html", form=form, sessions=sessions, here=staff_session(), standing=standing
    )


def _to_account() -> Response:
    return redirect(url_for("auth.account"), code=303)
