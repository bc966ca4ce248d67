"""What belongs to the request at hand: the application, the attempts this browser opened, the user."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol, cast
from uuid import UUID

from flask import current_app, g, session
from flask_login import current_user

from assessor.broker import Sessions
from assessor.domain.people import User
from assessor.domain.reach import NOBODY, Reach
from assessor.sign_on.provider import IdentityProvider

_ATTEMPTS = "attempts"
_ACTING = "acting"
_MOST_ATTEMPTS = 20


class Settings(Protocol):
    """The settings that pages need."""

    @property
    def base_url(self) -> str:
        """Where this application is reached from outside, e.g. "https://tests.example.org"."""

    @property
    def webhook_loopback(self) -> bool:
        """Whether webhooks may go to this machine."""

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""


class Application(Protocol):
    """What the pages need of the wired application (bootstrap lies above this layer)."""

    @property
    def settings(self) -> Settings:
        """Typed settings."""

    @property
    def sessions(self) -> Sessions:
        """Whoever keeps candidates' sessions open."""

    def sign_on(self) -> IdentityProvider | None:
        """The provider that vouches for staff, if one is set."""

    def work(self, *, readonly: bool = False) -> AbstractContextManager[Any]:
        """A unit of work: commits at the end if nothing was raised."""

    def acting(self, reach: Reach) -> Application:
        """The same application, whose work sees the rows of that reach."""


def platform() -> Application:
    """The wired application, whose work sees all organisations: only to find out who is asking, by a secret."""
    return cast(Application, current_app.extensions["assessor"])


def application() -> Application:
    """The wired application as this request may use it; before anybody said whose rows it sees, it sees none."""
    return cast(Application, g.get(_ACTING) or platform().acting(NOBODY))


def act_for(reach: Reach) -> None:
    """From now on this request's work sees the rows of that reach."""
    setattr(g, _ACTING, platform() if reach.platform else platform().acting(reach))


def signed_in() -> bool:
    """Whether a member of staff is signed in; does not touch the sessions of others."""
    return "_user_id" in session and bool(current_user.is_authenticated)


def staff_user() -> User:
    """The signed-in member of staff; only for routes that the access table gives to staff."""
    return cast(User, current_user.user)


def lacks_second() -> bool:
    """Whether they must set up a second factor before anything else."""
    return bool(current_user.lacks_second)


def staff_session() -> UUID:
    """The session in which they are signed in."""
    return cast(UUID, current_user.session_id)


def opened_attempts() -> list[UUID]:
    """The attempts whose links were opened in this browser, oldest first."""
    return [UUID(text) for text in session.get(_ATTEMPTS, [])]


def remember_attempt(attempt_id: UUID) -> None:
    """From now on this browser may use the attempt's pages."""
    kept = [str(known) for known in opened_attempts() if known != attempt_id]
    session[_ATTEMPTS] = [*kept, str(attempt_id)][-_MOST_ATTEMPTS:]


def renew_session() -> None:
    """Forget everything but the opened attempts: nothing from before a sign-in or sign-out stays valid."""
    attempts = session.get(_ATTEMPTS)
    session.clear()
    if attempts:
        session[_ATTEMPTS] = attempts
