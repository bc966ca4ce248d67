"""After the password: a code of the authenticator, or one for recovery."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.people import User
from assessor.errors import InvalidInput
from assessor.services import count_tries
from assessor.services import second_step as service
from assessor.web.auth import auth
from assessor.web.auth.entering import counted_try, let_in, waiting_token, where_from
from assessor.web.auth.forms import CodeForm
from assessor.web.current import application
from assessor.web.sentences import told


@auth.get("/sign-in/second")
def second_step() -> Response | str:
    """The form for the code."""
    if _who() is None:
        return _from_the_start()
    return render_template("auth/second-step.html", form=CodeForm(), problem=None)


@auth.post("/sign-in/second")
def make_second_step() -> Response | tuple[str, int]:
    """Sign in with the code."""
    form, user = CodeForm(), _who()
    if user is None:
        return _from_the_start()
    if not form.validate():
        return render_template("auth/second-step.html", form=form, problem=None), 400
    address, browser = where_from()
    try:
        with counted_try(partial(count_tries.count_second_try, address=address, user=user)) as work:
            entered = service.make_second_step(work, user, waiting_token(), form.code.data, address, browser)
    except InvalidInput as error:
        with application().work() as work:
            service.note_failed_step(work, user)
        return render_template("auth/second-step.html", form=form, problem=told(error)), 400
    return let_in(entered, request.args.get("next"))


def _who() -> User | None:
    with application().work(readonly=True) as work:
        return service.who_waits(work, waiting_token())


def _from_the_start() -> Response:
    return redirect(url_for("auth.sign_in", next=request.args.get("next")))
