"""Sign-on through the provider that vouches for staff, if one is set."""

from __future__ import annotations

import time
from typing import Any

from flask import current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from assessor.domain.sign_on import LASTS, Handshake
from assessor.errors import NotFound, SignOnProblem
from assessor.services import second_step
from assessor.services import sign_on as service
from assessor.sign_on.provider import IdentityProvider
from assessor.web.auth import auth
from assessor.web.auth.entering import let_in, where_from
from assessor.web.current import application, signed_in

_BEGUN = "sign_on"
"""In the cookie: what the browser has to come back with. The newest counts, once."""


@auth.get("/sign-in/provider")
def begin_sign_on() -> Response:
    """To the provider."""
    if signed_in():
        return redirect(url_for("staff.assessments"))
    url, made = _provider().begin()
    session[_BEGUN] = {**vars(made), "at": int(time.time()), "next": request.args.get("next")}
    return redirect(url)


@auth.get("/sign-in/provider/done")
def finish_sign_on() -> Response:
    """Back from the provider. It writes though it is a GET: the state stands for the token against forged forms."""
    begun = session.pop(_BEGUN, {})
    provider, (address, browser) = _provider(), where_from()
    try:
        identity = provider.finish(_handshake(begun), request.args)
        with application().work() as work:
            user = service.sign_on(work, provider.registration, identity)
            entered = second_step.enter(work, user, address, browser)
    except SignOnProblem as problem:
        # Whose it was is not said: the provider's own log has it.
        current_app.logger.warning("no sign-on: %s", problem.reason)
        raise
    return let_in(entered, begun["next"])


def _provider() -> IdentityProvider:
    found = application().sign_on()
    if found is None:
        raise NotFound()
    return found


def _handshake(begun: dict[str, Any]) -> Handshake | None:
    if time.time() - begun.get("at", 0) > LASTS.total_seconds():
        return None
    return Handshake(begun["state"], begun["nonce"], begun["verifier"])
