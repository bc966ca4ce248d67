"""Staff sessions with Flask-Login: the cookie holds a token, and the database says whether it still counts."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from flask_login import LoginManager, UserMixin

from assessor.domain.people import User
from assessor.services import staff_sessions
from assessor.web.current import platform, staff_user


class SignedIn(UserMixin):
    """A domain user in Flask-Login's clothes. `session_id` is None in the very request that opened the session."""

    def __init__(
        self, user: User, session_id: UUID | None, token: str, *, lacks_second: bool = False
    ) -> None:
        self.user, self.session_id, self._token = user, session_id, token
        self.lacks_second = lacks_second

    @property
    def is_active(self) -> bool:
        """A closed account cannot sign in and loses its sessions."""
        return self.user.active

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self._token


def init_app(app: Flask) -> None:
    """Install the manager; a session taken to another address or browser ends."""
    manager = LoginManager()
    manager.session_protection = "strong"
    manager.user_loader(load_user)
    # Without its context processor, which would load a user, and touch the session, on every candidate's page.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["staff_user"] = staff_user


def load_user(token: str) -> SignedIn | None:
    """Who is signed in with a token, or None where the session or the account is over."""
    with platform().work(readonly=True) as work:
        found = staff_sessions.find_session(work, token)
    if found is None:
        return None
    return SignedIn(found.user, found.session_id, token, lacks_second=found.lacks_second)
