"""Who asks: the token of the Authorization header."""

from __future__ import annotations

from typing import cast

from flask import g, request

from assessor.domain.api import Scope
from assessor.errors import ScopeMissing, TokenRefused
from assessor.services import api_tokens
from assessor.services.api_tokens import Caller
from assessor.web.current import platform

_MAX = 200


def require_scope(scope: Scope) -> None:
    """Let a request pass whose token has the scope. Raises TokenRefused or ScopeMissing."""
    found = _find(_shown())
    if found is None:
        raise TokenRefused()
    if not found.may(scope):
        raise ScopeMissing("This token has not the scope %(scope)s.", scope=scope.value)
    g.api_caller = found


def caller() -> Caller:
    """Whose request this is; only in routes that need a scope."""
    return cast(Caller, g.api_caller)


def rate_key() -> str:
    """What requests are counted for."""
    return str(caller().token.id)


def _shown() -> str:
    """The token: of Bearer, or the user name of Basic, as the systems of others show it."""
    shown = request.authorization
    if shown is None:
        return ""
    if shown.type == "bearer":
        return shown.token or ""
    return (shown.username or "") if shown.type == "basic" else ""


def _find(token: str) -> Caller | None:
    if not 0 < len(token) <= _MAX or not token.isascii():
        return None
    with platform().work(readonly=True) as work:
        found = api_tokens.find_caller(work, token)
        old = found is not None and api_tokens.use_is_old(work, found.token)
    if found is not None and old:
        # A transaction of its own, at most once a minute: what is asked for may be a read, and may fail.
        with platform().work() as work:
            api_tokens.note_use(work, found.token)
    return found
