"""One's own second factor: setting it up, its recovery codes, and turning it off."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.domain.people import User
from assessor.errors import InvalidInput
from assessor.services import count_tries
from assessor.services import second_factor as service
from assessor.services.work import Work
from assessor.web.auth import auth
from assessor.web.auth.entering import counted_try, where_from
from assessor.web.auth.forms import CodeForm, ProofForm
from assessor.web.current import application, staff_session, staff_user
from assessor.web.sentences import told


@auth.get("/account/second-step")
def second_factor() -> str:
    """How it stands: off, begun, or on."""
    return _render()


@auth.post("/account/second-step/begin")
def begin_second_factor() -> Response:
    """Make a secret for the authenticator."""
    with application().work() as work:
        service.begin_enrolment(work, staff_user())
    return redirect(url_for("auth.second_factor"), code=303)


@auth.post("/account/second-step/confirm")
def confirm_second_factor() -> str | tuple[str, int]:
    """Turn it on with a first code. The recovery codes are in this answer and nowhere else."""
    form = CodeForm()
    if not form.validate():
        return _render(code=form), 400
    try:
        with application().work() as work:
            codes = service.confirm_enrolment(work, staff_user(), staff_session(), form.code.data)
    except InvalidInput as error:
        form.code.errors = [told(error)]
        return _render(code=form), 400
    return _show(codes)


@auth.post("/account/second-step/codes")
def renew_codes() -> str | tuple[str, int]:
    """Fresh recovery codes, in this answer and nowhere else."""
    form = ProofForm()
    codes = _proven(form, service.renew_codes)
    return (_render(proof=form), 400) if codes is None else _show(codes)


@auth.post("/account/second-step/off")
def turn_off_second_factor() -> Response | tuple[str, int]:
    """Turn it off."""
    form = ProofForm()
    if _proven(form, service.turn_off) is None:
        return _render(proof=form), 400
    flash("There is no second step any more.", "good")
    return redirect(url_for("auth.second_factor"), code=303)


def _proven(
    form: ProofForm, act: Callable[[Work, User, str, str], tuple[str, ...]]
) -> tuple[str, ...] | None:
    """What comes of an act that needs password and code; None, and the form says why, for wrong ones.

    Tries count like those at signing in: a browser that was left open must not be one to guess in.
    """
    if not form.validate():
        return None
    user, (address, _) = staff_user(), where_from()
    try:
        with counted_try(partial(count_tries.count_second_try, address=address, user=user)) as work:
            return act(work, user, form.password.data, form.code.data)
    except InvalidInput as error:
        form.code.errors = [told(error)]
        return None


def _show(codes: tuple[str, ...]) -> str:
    return render_template("auth/recovery-codes.html", codes=codes)


def _render(*, code: CodeForm | None = None, proof: ProofForm | None = None) -> str:
    with application().work(readonly=True) as work:
        standing = service.view_second_factor(work, staff_user())
    return render_template(
        "auth/second-factor.html", standing=standing, code=code or CodeForm(), proof=proof or ProofForm()
    )
