"""What every way of signing in has in common: tries are counted, and who is let in gets a fresh session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import redirect, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from assessor.services import count_tries
from assessor.services.second_step import Entered
from assessor.services.work import Work
from assessor.web.auth.next_page import safe_next
from assessor.web.current import platform, renew_session
from assessor.web.login import SignedIn

_WAITING = "waiting"
"""In the cookie: the token of who waits for the second step, and is not signed in."""


@contextmanager
def counted_try(count: Callable[[Work], tuple[int, ...]]) -> Iterator[Work]:
    """Work for a try that was counted before, in a transaction of its own, so that it counts also if it fails."""
    with platform().work() as work:
        counted = count(work)
    with platform().work() as work:
        yield work
        count_tries.forget_try(work, counted)


def let_in(entered: Entered, following: str | None) -> Response:
    """To the page that was asked for, or to the second step before."""
    renew_session()
    if entered.waits:
        session[_WAITING] = entered.token
        return redirect(url_for("auth.second_step", next=following))
    login_user(SignedIn(entered.user, None, entered.token))
    return redirect(safe_next(following) or url_for("staff.assessments"))


def waiting_token() -> str:
    """The token of who waits for the second step in this browser, or nothing."""
    return str(session.get(_WAITING, ""))


def where_from() -> tuple[str, str]:
    """The address and the browser of this request."""
    return request.remote_addr or "", request.user_agent.string
