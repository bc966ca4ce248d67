"""Somebody for whom a provider vouches signs in, with the account that is theirs."""

from __future__ import annotations

from assessor.domain.people import Organisation, User
from assessor.domain.sign_on import Identity, Registration
from assessor.errors import SignOnClosed, SignOnUnknown
from assessor.services.audit_log import note
from assessor.services.manage_users import NO_PASSWORD
from assessor.services.work import Work
from assessor.storage.queries import identities, organisations


def sign_on(work: Work, registration: Registration, identity: Identity) -> User:
    """Their account: the one that is bound to them, or, the first time, the one of their e-mail address.

    Raises SignOnUnknown or SignOnClosed.
    """
    organisation = organisations.by_slug(work.session, registration.organisation)
    if organisation is None or not registration.vouches_for(identity.email):
        raise SignOnUnknown()
    # Two first sign-ons at the same time find one another.
    organisations.lock(work.session, organisation.id)
    user = identities.bound_user(work.session, identity) or _first_time(
        work, organisation, registration, identity
    )
    if user.organisation_id != organisation.id:
        raise SignOnUnknown()
    if not user.active:
        raise SignOnClosed()
    return user


def _first_time(
    work: Work, organisation: Organisation, registration: Registration, identity: Identity
) -> User:
    user = identities.user_by_email(work.session, identity.email)
    if user is None and registration.role is not None:
        user = organisations.add_user(
            work.session, organisation.id, identity.email, identity.name, NO_PASSWORD, [registration.role]
        )
        note(work, organisation.id, user.id, "add_user_by_sign_on", made=user.id, role=registration.role)
    if user is None or user.organisation_id != organisation.id:
        raise SignOnUnknown()
    if identities.is_bound(work.session, user.id, identity.issuer):
        raise SignOnUnknown(
            "The provider knows somebody else by this account's e-mail address since you signed on last. "
            "An administrator of your organisation can let the account be bound anew."
        )
    if user.active:
        identities.bind(work.session, user.id, identity, work.now())
        note(work, organisation.id, user.id, "bind_sign_on")
    return user
