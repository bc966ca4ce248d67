"""A password is set by a link that works once; who has forgotten theirs asks for one by e-mail."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.services import reset_password
from assessor.services import set_password as service
from assessor.web.auth import auth
from assessor.web.auth.forms import ForgotForm, NewPasswordForm
from assessor.web.current import application


@auth.get("/password/forgot")
def forgot_password() -> str:
    """The form for a link by e-mail."""
    return render_template("auth/forgot.html", form=ForgotForm())


@auth.post("/password/forgot")
def send_reset() -> Response | str | tuple[str, int]:
    """Have the link sent. Whether there is such an account is told to nobody."""
    form = ForgotForm()
    if not form.validate():
        return render_template("auth/forgot.html", form=form), 400
    with application().work() as work:
        if application().settings.sends_mail:
            reset_password.request_reset(work, request.remote_addr or "", form.email.data)
    return redirect(url_for("auth.forgot_password", sent=1), code=303)


@auth.get("/password/<token>")
def set_password(token: str) -> str:
    """The form. Looking at it uses nothing up."""
    return _render(token, NewPasswordForm())


@auth.post("/password/<token>")
def use_link(token: str) -> Response | tuple[str, int]:
    """Set the password and use the link up."""
    form = NewPasswordForm()
    if not form.validate():
        return _render(token, form), 400
    with application().work() as work:
        service.set_password_by_link(work, token, form.password.data)
    return redirect(url_for("auth.sign_in", password="set"), code=303)  # noqa: S106 - a word in an address


def _render(token: str, form: NewPasswordForm) -> str:
    with application().work(readonly=True) as work:
        user = service.whose_link(work, token)
    return render_template("auth/set-password.html", form=form, user=user)
