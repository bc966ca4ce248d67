"""Administrators make tokens for programs, and take them back; a program shows one."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from assessor.domain.api import (
    MAX_TOKENS,
    SCOPE_RIGHTS,
    TOKEN_PREFIX,
    USE_NOTED,
    ApiToken,
    Scope,
    require_token,
)
from assessor.domain.invitation import TOKEN_BYTES, token_digest
from assessor.domain.people import User
from assessor.domain.rights import Right, may, require
from assessor.errors import NotAllowed, NotFound
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import api, organisations

_ENDING = 4


@dataclass(frozen=True)
class NewToken:
    """A token, which is told this once, and what is kept of it."""

    token: str
    kept: ApiToken


@dataclass(frozen=True)
class Caller:
    """Who asks the API: a token, and for whom it acts."""

    token: ApiToken
    user: User

    def may(self, scope: Scope) -> bool:
        """Whether the token has the scope, and its maker still the right behind it."""
        return scope in self.token.scopes and may(self.user, SCOPE_RIGHTS[scope])


@needs(Right.CONNECT)
def list_tokens(work: Work, user: User) -> tuple[tuple[ApiToken, str], ...]:
    """The organisation's tokens, newest first, each with the name of who made it."""
    return api.tokens_of(work.session, user.organisation_id)


@needs(Right.CONNECT)
def make_token(work: Work, user: User, name: str, scopes: Collection[Scope], days: int) -> NewToken:
    """A token that acts for this user with these scopes. Raises InvalidInput, NotPermitted or NotAllowed."""
    name = require_token(name, scopes, days)
    for scope in scopes:
        require(user, SCOPE_RIGHTS[scope])
    now = work.now()
    organisations.lock(work.session, user.organisation_id)
    if api.working_tokens(work.session, user.organisation_id, now) >= MAX_TOKENS:
        raise NotAllowed("There are %(most)s tokens already. Revoke one first.", most=MAX_TOKENS)
    token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    kept = ApiToken(
        id=uuid4(),
        organisation_id=user.organisation_id,
        name=name,
        scopes=frozenset(scopes),
        ending=token[-_ENDING:],
        created_by=user.id,
        created_at=now,
        expires_at=now + timedelta(days=days),
        revoked_at=None,
        last_used_at=None,
    )
    api.add_token(work.session, kept, token_digest(token))
    return NewToken(token, kept)


@needs(Right.CONNECT)
def revoke_token(work: Work, user: User, token_id: UUID) -> None:
    """From now on the token does not work. Raises NotFound, also for another organisation's."""
    if not api.revoke_token(work.session, user.organisation_id, token_id, work.now()):
        raise NotFound()


def find_caller(work: Work, token: str) -> Caller | None:
    """Whose token this is; None if it does not work, or its maker's account is closed."""
    if not token.startswith(TOKEN_PREFIX):
        return None
    found = api.by_digest(work.session, token_digest(token))
    if found is None:
        return None
    caller = Caller(*found)
    return caller if caller.token.works(work.now()) and caller.user.active else None


def use_is_old(work: Work, token: ApiToken) -> bool:
    """Whether it is worth a write that the token is used now."""
    return token.last_used_at is None or work.now() - token.last_used_at >= USE_NOTED


def note_use(work: Work, token: ApiToken) -> None:
    """The token is used now."""
    api.note_use(work.session, token.id, work.now())
