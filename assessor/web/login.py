"""Staff sessions with Flask-Login: the cookie holds an id, the account is read again on every request."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from flask_login import LoginManager, UserMixin

from assessor.domain.people import User
from assessor.services import get_user
from assessor.web.current import application, staff_user


class SignedIn(UserMixin):
    """A domain user in Flask-Login's clothes."""

    def __init__(self, user: User) -> None:
        self.user = user

    @property
    def is_active(self) -> bool:
        """A deactivated account cannot sign in and loses its session."""
        return self.user.active

    def get_id(self) -> str:
        """What the session keeps."""
        return str(self.user.id)


def init_app(app: Flask) -> None:
    """Install the manager; a session taken to another address or browser ends."""
    manager = LoginManager()
    manager.session_protection = "strong"
    manager.user_loader(load_user)
    # Without its context processor, which would load a user, and touch the session, on every candidate's page.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["staff_user"] = staff_user


def load_user(user_id: str) -> SignedIn | None:
    """The account of a session, or None where it is gone or deactivated."""
    try:
        key = UUID(user_id)
    except ValueError:
        return None
    with application().work(readonly=True) as work:
        user = get_user.get_user(work, key)
    return SignedIn(user) if user is not None and user.active else None
