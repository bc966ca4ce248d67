"""Flask's own settings."""

from __future__ import annotations

from typing import Any

MAX_REQUEST_BYTES = 512_000
"""A text of 100 kB may grow to six times its size as JSON escapes; nothing larger is ever sent."""


def flask_settings(secret_key: str, production: bool) -> dict[str, Any]:
    """What Flask, Flask-Login and Flask-WTF are told. `__Host-` binds the cookie to this host over TLS."""
    return {
        "SECRET_KEY": secret_key,
        "SESSION_COOKIE_NAME": "__Host-assessor" if production else "assessor",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PREFERRED_URL_SCHEME": "https" if production else "http",
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST_BYTES,
        # An assessment may take longer than any limit: the token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # Pages are sent with Referrer-Policy no-referrer, so there is no Referer to compare.
        "WTF_CSRF_SSL_STRICT": False,
    }
