"""How often something may be tried. Limits are per process, in memory, and forget after minutes.

Tries to sign in are counted in the database instead, for all processes together (assessor.services.count_tries).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from assessor.web.access import ACCESS, Audience
from assessor.web.api.problem import asked_by_program
from assessor.web.caller import rate_key
from assessor.web.windows import Windows

WINDOWS = f"{Windows.STORAGE_SCHEME[0]}://"
INVITATIONS_PER_ADDRESS = "60 per minute"
RUNS_PER_ATTEMPT = "120 per minute"
SIGNALS_PER_ATTEMPT = "60 per minute"
SIGN_ONS_PER_ADDRESS = "30 per minute"
"""Each asks the provider."""
DRAFTS_PER_ATTEMPT = "240 per minute"


def init_app(app: Flask, api_rate: int) -> None:
    """Put limits on the routes that invite guessing or flooding; `api_rate` is a token's, in requests a minute."""
    limiter = Limiter(get_remote_address, app=app, storage_uri=WINDOWS, strategy="moving-window")
    for endpoint, limit, key, failures_only in (
        ("candidate.open_invitation", INVITATIONS_PER_ADDRESS, get_remote_address, True),
        ("auth.begin_sign_on", SIGN_ONS_PER_ADDRESS, get_remote_address, False),
        ("workbench.run", RUNS_PER_ATTEMPT, _attempt, False),
        ("workbench.signals", SIGNALS_PER_ATTEMPT, _attempt, False),
        ("workbench.draft", DRAFTS_PER_ATTEMPT, _attempt, False),
    ):
        _limit(app, limiter, endpoint, limit, key, failures_only)
    shared = limiter.shared_limit(f"{api_rate} per minute", scope="api", key_func=rate_key)
    for endpoint, access in ACCESS.items():
        if access.audience is Audience.PROGRAM:
            app.view_functions[endpoint] = cast(Any, shared(app.view_functions[endpoint]))
    app.after_request(partial(_tell_rest, limiter))


def _tell_rest(limiter: Limiter, response: Response) -> Response:
    """How many requests a token has left."""
    rest = limiter.current_limit if asked_by_program() else None
    if rest is not None:
        seconds = str(max(0, rest.reset_at - int(time.time())))
        response.headers["RateLimit-Limit"] = str(rest.limit.amount)
        response.headers["RateLimit-Remaining"] = str(max(0, rest.remaining))
        response.headers["RateLimit-Reset"] = seconds
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            response.headers["Retry-After"] = seconds
    return response


def _limit(
    app: Flask, limiter: Limiter, endpoint: str, limit: str, key: Callable[[], str], failures_only: bool
) -> None:
    decorate = limiter.limit(limit, key_func=key, deduct_when=_failed if failures_only else None)
    app.view_functions[endpoint] = cast(Any, decorate(app.view_functions[endpoint]))


def _failed(response: Response) -> bool:
    return response.status_code >= 400


def _attempt() -> str:
    return str((request.view_args or {}).get("attempt_id"))
