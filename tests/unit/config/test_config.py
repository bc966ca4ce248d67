"""Settings from the environment."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assessor.config import VARIABLES, Settings, load_settings, secret_key
from assessor.errors import ConfigurationError

PRODUCTION = {
    "ASSESSOR_ENV": "production",
    "ASSESSOR_SECRET_KEY": "k" * 48,
    "DATABASE_URL": "postgresql://db/assessor",
    "ASSESSOR_BASE_URL": "https://assess.example",
}


def test_development_needs_nothing() -> None:
    settings = load_settings({})
    assert (settings.environment, settings.port, settings.provider) == ("development", 8000, "auto")


def test_every_problem_is_reported_at_once() -> None:
    environ = {"ASSESSOR_PORT": "99999", "ASSESSOR_PROVIDER": "podman", "ASSESSOR_ENV": "production"}
    with pytest.raises(ConfigurationError) as raised:
        load_settings(environ)
    text = "\n".join(raised.value.problems)
    for name in (
        "ASSESSOR_PORT",
        "ASSESSOR_PROVIDER",
        "ASSESSOR_SECRET_KEY",
        "DATABASE_URL",
        "ASSESSOR_BASE_URL",
    ):
        assert name in text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ASSESSOR_SECRET_KEY", "short", "at least 32 characters"),
        ("DATABASE_URL", "", "PostgreSQL of its own"),
        ("ASSESSOR_BASE_URL", "http://assess.example", "https://"),
    ],
)
def test_production_refuses_what_only_development_may_have(name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load_settings({**PRODUCTION, name: value})


def test_production_with_all_it_needs_is_taken() -> None:
    assert load_settings(PRODUCTION).production


def test_an_empty_variable_is_an_unset_one() -> None:
    assert load_settings(dict.fromkeys(VARIABLES, "")).port == 8000


def test_a_development_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings(ASSESSOR_HOME=tmp_path / "new")
    key = secret_key(settings)
    assert len(key) >= 48
    assert secret_key(settings) == key
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_a_configured_key_wins(tmp_path: Path) -> None:
    assert secret_key(Settings(ASSESSOR_HOME=tmp_path, ASSESSOR_SECRET_KEY="mine")) == "mine"
    assert not (tmp_path / "secret_key").exists()


SIGN_ON = {
    "ASSESSOR_OIDC_ISSUER": "https://login.acme.example",
    "ASSESSOR_OIDC_CLIENT_ID": "assessor",
    "ASSESSOR_OIDC_CLIENT_SECRET": "a secret",
    "ASSESSOR_OIDC_ORGANISATION": "acme",
}


def test_sign_on_is_off_until_it_is_whole() -> None:
    assert load_settings({}).sign_on() is None
    for name in SIGN_ON:
        with pytest.raises(ConfigurationError, match=f"{name}: sign-on needs it"):
            load_settings({**SIGN_ON, name: ""})
    made = load_settings(
        {**PRODUCTION, **SIGN_ON, "ASSESSOR_OIDC_DOMAINS": "Acme.example, acme.test"}
    ).sign_on()
    assert made is not None
    assert (made.domains, made.role) == ({"acme.example", "acme.test"}, None)
    assert made.vouches_for("Ada@ACME.example")
    assert not made.vouches_for("ada@evil-acme.example")
    assert not made.vouches_for("acme.example@mail.example")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"ASSESSOR_OIDC_ISSUER": "http://login.acme.example"}, "needs https://"),
        ({**PRODUCTION, "ASSESSOR_OIDC_ISSUER": "http://127.0.0.1:9000"}, "needs https://"),
        ({"ASSESSOR_OIDC_ISSUER": "login.acme.example"}, "ASSESSOR_OIDC_ISSUER"),
        ({"ASSESSOR_OIDC_ROLE": "reviewer"}, "everybody gets an account"),
        ({"ASSESSOR_OIDC_ROLE": "admin", "ASSESSOR_OIDC_DOMAINS": "acme.example"}, "nobody but another one"),
        ({"ASSESSOR_OIDC_ROLE": "owner"}, "ASSESSOR_OIDC_ROLE"),
    ],
)
def test_sign_on_that_would_let_strangers_in_is_refused(changed: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load_settings({**SIGN_ON, **changed})


def test_development_may_sign_on_at_this_machine() -> None:
    assert load_settings({**SIGN_ON, "ASSESSOR_OIDC_ISSUER": "http://127.0.0.1:9000"}).sign_on()
