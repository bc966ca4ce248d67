"""A new tenant with its first accounts."""

from __future__ import annotations

from collections.abc import Collection

from assessor.domain.access import require_password
from assessor.domain.people import Organisation, Role, User
from assessor.errors import InvalidInput, NotFound
from assessor.services.passwords import hash_password
from assessor.services.work import Work
from assessor.storage.queries import organisations


def create_organisation(work: Work, slug: str, name: str) -> Organisation:
    """The organisation. Raises InvalidInput if the slug is taken."""
    if organisations.by_slug(work.session, slug):
        raise InvalidInput(f"There is an organisation {slug!r} already.")
    return organisations.add(work.session, slug, name)


def find_organisation(work: Work, slug: str) -> Organisation:
    """The organisation of that slug. Raises NotFound."""
    found = organisations.by_slug(work.session, slug)
    if found is None:
        raise NotFound(f"There is no organisation {slug!r}.")
    return found


def create_user(
    work: Work, organisation: Organisation, email: str, name: str, password: str, roles: Collection[Role]
) -> User:
    """A staff account. Raises InvalidInput for a short password or an e-mail that is taken."""
    require_password(password)
    if organisations.email_taken(work.session, email):
        raise InvalidInput(f"There is an account for {email!r} already.")
    return organisations.add_user(work.session, organisation.id, email, name, hash_password(password), roles)
