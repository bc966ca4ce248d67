"""Flask's settings."""

from assessor.web.security import content_security_policy
from assessor.web.settings import flask_settings


def test_production_binds_the_cookie_to_the_host_over_tls():
    settings = flask_settings("key", production=True)
    assert settings["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_PATH"] == "/"


def test_development_works_without_tls():
    settings = flask_settings("key", production=False)
    assert not settings["SESSION_COOKIE_NAME"].startswith("__")
    assert settings["SESSION_COOKIE_SECURE"] is False


def test_the_policy_allows_nothing_unsafe():
    policy = content_security_policy("abc")
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-abc'")
    assert "*" not in policy
