"""Administrators add accounts, give them roles, and close them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.access import LINK_LASTS
from assessor.domain.invitation import TOKEN_BYTES, token_digest
from assessor.domain.people import Role, User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotAllowed, NotFound
from assessor.services import second_factor
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import identities, organisations, second_factors, staff_access

NO_PASSWORD = "!"  # noqa: S105 - no password has this hash: nobody can sign in with it


@dataclass(frozen=True)
class UserLink:
    """An account and the token of a fresh link for its password, which is told this once."""

    user: User
    token: str


@needs(Right.MANAGE_USERS)
def list_users(work: Work, user: User) -> tuple[User, ...]:
    """The accounts of the organisation by name, closed ones last."""
    return organisations.users_of(work.session, user.organisation_id)


@needs(Right.MANAGE_USERS)
def find_user(work: Work, user: User, user_id: UUID) -> User:
    """One of them. Raises NotFound, also for another organisation's."""
    found = organisations.any_user(work.session, user_id)
    if found is None or found.organisation_id != user.organisation_id:
        raise NotFound()
    return found


@needs(Right.MANAGE_USERS)
def add_user(work: Work, user: User, email: str, name: str, roles: Collection[Role]) -> UserLink:
    """A new account without a password, and the link to set one. Raises InvalidInput."""
    if not roles:
        raise InvalidInput("Choose at least one role.")
    if organisations.email_taken(work.session, email.strip()):
        raise InvalidInput("There is an account for this e-mail address already.")
    added = organisations.add_user(
        work.session, user.organisation_id, email.strip(), name.strip(), NO_PASSWORD, roles
    )
    return _link(work, added)


@needs(Right.MANAGE_USERS)
def new_link(work: Work, user: User, user_id: UUID) -> UserLink:
    """A fresh link to set a password; earlier ones are void. Raises NotFound or NotAllowed."""
    found = find_user(work, user, user_id)
    if not found.active:
        raise NotAllowed("This account is closed. Open it first.")
    return _link(work, found)


@needs(Right.MANAGE_USERS)
def change_user(work: Work, user: User, user_id: UUID, roles: Collection[Role], *, active: bool) -> User:
    """Set the roles of an account, and whether it is open; who loses something is signed out.

    Raises NotFound, InvalidInput, or NotAllowed where no administrator would be left.
    """
    if not roles:
        raise InvalidInput("Choose at least one role.")
    organisations.lock(work.session, user.organisation_id)
    found = find_user(work, user, user_id)
    changed = organisations.change_user(work.session, user_id, roles, active=active)
    if not organisations.has_admin(work.session, user.organisation_id):
        raise NotAllowed("An organisation needs at least one administrator.")
    if not active or not found.roles <= changed.roles:
        staff_access.end_sessions(work.session, user_id, work.now())
    return changed


@needs(Right.MANAGE_USERS)
def find_second_factors(work: Work, user: User) -> frozenset[UUID]:
    """Which accounts of the organisation have a second factor."""
    return second_factors.holders(work.session, user.organisation_id)


@needs(Right.MANAGE_USERS)
def reset_second_factor(work: Work, user: User, user_id: UUID) -> None:
    """Forget another's second factor and sign them out everywhere. Raises NotFound or NotAllowed."""
    if user_id == user.id:
        raise NotAllowed("Turn off your own on the page of your account, with your password and a code.")
    second_factor.reset(work, find_user(work, user, user_id))


@needs(Right.MANAGE_USERS)
def find_bound(work: Work, user: User, user_id: UUID) -> bool:
    """Whether an account is bound to somebody whom a provider of sign-on knows. Raises NotFound."""
    return identities.is_bound(work.session, find_user(work, user, user_id).id)


@needs(Right.MANAGE_USERS)
def unbind_user(work: Work, user: User, user_id: UUID) -> None:
    """Let the next sign-on with its e-mail address bind the account anew. Raises NotFound."""
    identities.unbind(work.session, find_user(work, user, user_id).id)


@needs(Right.MANAGE_USERS)
def require_second_step(work: Work, user: User, *, required: bool) -> None:
    """Say whether everybody of the organisation must have a second factor. Raises NotAllowed for who has none."""
    if required and user.id not in find_second_factors(work, user):
        raise NotAllowed("Set up your own second step first.")
    organisations.require_second_step(work.session, user.organisation_id, required=required)


@needs(Right.MANAGE_USERS)
def find_second_step(work: Work, user: User) -> bool:
    """Whether everybody of the organisation must have a second factor."""
    return organisations.get(work.session, user.organisation_id).second_step


def _link(work: Work, user: User) -> UserLink:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = work.now()
    staff_access.add_link(work.session, user.id, token_digest(token), now, now + LINK_LASTS)
    return UserLink(user, token)
