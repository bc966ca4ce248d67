"""Sign-on through a real provider of OpenID Connect, and what attackers would send in its place."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey

from assessor.bootstrap import Application
from assessor.domain.people import Role
from assessor.services.audit_log import export_log
from assessor.services.manage_users import change_user, unbind_user
from assessor.web.auth import sign_on as pages
from tests.compiled import app_for
from tests.integration.concerns import someone
from tests.integration.secondsteps import enrolled
from tests.integration.statements import writing_commits
from tests.integration.web.conftest import Browser
from tests.integration.web.test_second_step import heading
from tests.integration.world import World
from tests.openid import (
    CLIENT,
    SECRET,
    OpenIdProvider,
    Person,
    running_provider,
    signed_with_the_public_key,
    unsigned,
)

BEGIN, DONE = "/sign-in/provider", "/sign-in/provider/done"


@pytest.fixture(scope="module")
def _running() -> Iterator[OpenIdProvider]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with running_provider() as provider:
            yield provider


@pytest.fixture
def provider(_running: OpenIdProvider) -> OpenIdProvider:
    _running.reset()
    return _running


@pytest.fixture
def app(application: Application, provider: OpenIdProvider) -> Flask:
    set_up(application, oidc_issuer=provider.issuer)
    return app_for(application)


def set_up(application: Application, **changed: Any) -> None:
    known = {"oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_organisation": "ours"}
    application.settings = application.settings.model_copy(
        update={**known, "oidc_label": "Ours SSO", **changed}
    )


def to_provider(browser: Browser, following: str = "") -> str:
    """Begin; where the browser is sent."""
    answer = browser.client.get(f"{BEGIN}{following}")
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def back(url: str) -> str:
    """What the provider sends the browser back to."""
    answer = requests.get(url, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    assert parts.path == DONE
    return f"{parts.path}?{parts.query}"


def signed_on(browser: Browser, status: int = 200, following: str = "") -> Any:
    return browser.get(back(to_provider(browser, following)), status)


def is_in(browser: Browser) -> bool:
    return heading(browser.get("/staff/")) == "Assessments"


def test_who_has_an_account_is_let_in_and_known_again(
    world: World, provider: OpenIdProvider, browser: Browser, other: Browser
) -> None:
    assert "Sign in with Ours SSO" in browser.get("/sign-in").text
    asked = parse_qs(urlsplit(url := to_provider(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000" + DONE]
    assert SECRET not in url
    assert heading(browser.get(back(url))) == "Assessments"
    assert "reviewer@ours.example" in browser.get("/account").text

    provider.person = Person(email="renamed@ours.example")
    signed_on(other)
    assert "reviewer@ours.example" in other.get("/account").text, "it is the same person"
    provider.person = Person(sub="person-2")
    browser.post("/sign-out")
    assert "somebody else by this account" in signed_on(browser, 403).text
    admin, reviewer = someone(world, Role.ADMIN), someone(world, Role.REVIEWER)
    with world.application.work() as work:
        unbind_user(work, admin, reviewer.id)
    signed_on(browser)
    assert is_in(browser)
    with world.application.work(readonly=True) as work:
        acts = [entry.act for entry in export_log(work, "ours")]
    assert acts.count("bind_sign_on") == 2
    assert acts.count("unbind_user") == 1


def test_the_second_step_is_asked_for_after_it(
    world: World, provider: OpenIdProvider, browser: Browser
) -> None:
    made = enrolled(world, someone(world, Role.REVIEWER))
    assert heading(signed_on(browser)) == "The second step"
    assert not is_in(browser)
    signed_on(browser)
    assert heading(browser.post("/sign-in/second", code=made.code())) == "Assessments"


def test_next_leads_to_pages_of_ours_alone(app: Flask) -> None:
    for following, path in (
        ("/account", "/staff/"),
        ("/staff/concerns", "/staff/concerns"),
        ("//evil.example/staff/", "/staff/"),
        ("https://evil.example/staff/", "/staff/"),
        ("/staff/..//evil.example", "/staff/"),
        ("/staff/\\evil.example", "/staff/"),
    ):
        browser = Browser(app.test_client())
        answer = browser.client.get(back(to_provider(browser, f"?next={following}")))
        assert (answer.status_code, urlsplit(answer.location)[1:3]) == (302, ("", path)), following


def lie(**told: Any) -> Any:
    """An honest signature under what is not true; None leaves something out, a time is told when it is asked for."""

    def forge(provider: OpenIdProvider, claims: dict[str, Any]) -> str:
        lies = {name: value() if callable(value) else value for name, value in told.items()}
        claims = {name: value for name, value in (claims | lies).items() if value is not None}
        return provider.signed(claims)

    return forge


OTHER_KEY = RSAKey.generate_key(2048, {"kid": "another key"})
ATTACKS = {
    "wrong nonce": lie(nonce="another"),
    "no nonce": lie(nonce=None),
    "wrong audience": lie(aud=["somebody-else"]),
    "wrong audience, and we as the party": lie(aud=["somebody-else"], azp=CLIENT),
    "several audiences without a party": lie(aud=[CLIENT, "somebody-else"]),
    "another party": lie(azp="somebody-else"),
    "no audience": lie(aud=None),
    "expired": lie(exp=lambda: int(time.time()) - 120),
    "no end": lie(exp=None),
    "an end that never comes": lie(exp="never"),
    "issued in the future": lie(iat=lambda: int(time.time()) + 600),
    "wrong issuer": lie(iss="https://evil.example"),
    "no subject": lie(sub=None),
    "an empty subject": lie(sub=""),
    "a subject that is no text": lie(sub=1),
    "another access token": lie(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "alg none": lambda provider, claims: unsigned(claims),
    "alg none in capitals": lambda provider, claims: unsigned(claims, "None"),
    "HMAC with the public key": signed_with_the_public_key,
    "a key that is not in the JWKS": lambda provider, claims: provider.signed(
        claims, OTHER_KEY, "another key"
    ),
    "another key under the name of a known one": lambda provider, claims: provider.signed(claims, OTHER_KEY),
    "a signature cut off": lambda provider, claims: provider.signed(claims).rpartition(".")[0] + ".",
    "no token": lambda provider, claims: "nonsense",
    "none at all": lambda provider, claims: None,
}


def test_what_proves_nothing_lets_nobody_in(
    world: World, provider: OpenIdProvider, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # Providers do list it: what is accepted is for us to say.
    provider.metadata = {"id_token_signing_alg_values_supported": ["none", "RS256", "HS256"]}
    for attack, forge in ATTACKS.items():
        provider.forge, browser = forge, Browser(app.test_client())
        url = back(to_provider(browser))
        with writing_commits(world.application) as commits:
            answer = browser.client.get(url)
        assert (answer.status_code, "could not be verified" in answer.text) == (403, True), attack
        assert (commits, is_in(browser)) == ([], False), attack
    said = [entry.getMessage() for entry in caplog.records if entry.thread == threading.get_ident()]
    assert said.count("no sign-on: sign_on_refused") == len(ATTACKS)
    private = ("reviewer@", "person-1", "Riley", SECRET, *provider.tokens)
    assert not [line for line in said if any(word in line for word in private)]


def test_an_honest_token_passes_where_the_lies_do_not(provider: OpenIdProvider, browser: Browser) -> None:
    provider.forge = lie()
    signed_on(browser)
    assert is_in(browser)


def test_the_answer_to_another_browser_lets_nobody_in(browser: Browser, other: Browser) -> None:
    theirs = back(to_provider(other))
    assert "not yours, or over" in browser.get(theirs, 400).text, "nothing was begun here"
    mine = to_provider(browser)
    assert "not yours, or over" in browser.get(theirs, 400).text, "something else was begun"
    browser.get(back(mine), 400)
    assert not is_in(browser)
    assert heading(other.get(theirs)) == "Assessments"
    other.get(theirs, 400)


def test_a_code_of_another_sign_on_is_not_taken(browser: Browser, other: Browser) -> None:
    stolen = parse_qs(urlsplit(back(to_provider(other))).query)["code"][0]
    state = parse_qs(urlsplit(to_provider(browser)).query)["state"][0]
    browser.get(f"{DONE}?code={stolen}&state={state}", 403)
    assert not is_in(browser)


def test_one_that_was_begun_long_ago_is_over(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    url = back(to_provider(browser))
    monkeypatch.setattr(pages, "time", SimpleNamespace(time=lambda: time.time() + 601))
    browser.get(url, 400)


def test_what_the_provider_says_instead_of_a_code(browser: Browser) -> None:
    for error, status, words in (
        ("access_denied", 403, "was ended"),
        ("temporarily_unavailable", 503, "does not answer"),
    ):
        state = parse_qs(urlsplit(to_provider(browser)).query)["state"][0]
        assert words in browser.get(f"{DONE}?error={error}&state={state}", status).text
        assert "Sign in</a>" in browser.get(f"{DONE}?error={error}&state={state}", 400).text


def test_who_says_no_at_the_provider_is_told_so(provider: OpenIdProvider, browser: Browser) -> None:
    url = to_provider(browser)
    provider.person = None
    assert "was ended" in browser.get(back(url), 403).text


def test_an_answer_that_names_another_provider_is_not_taken(browser: Browser) -> None:
    url = back(to_provider(browser))
    browser.get(f"{url}&iss=https://evil.example", 403)


def test_a_provider_that_says_odd_things_is_not_used(provider: OpenIdProvider, browser: Browser) -> None:
    for metadata in (
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ):
        provider.metadata = metadata
        browser.get(BEGIN, 403)


def test_a_provider_that_is_away_is_said_to_be(
    application: Application, provider: OpenIdProvider, browser: Browser
) -> None:
    url = back(to_provider(browser))
    provider.metadata = {"jwks_uri": f"{provider.issuer}/elsewhere"}
    assert "does not answer" in browser.get(url, 503).text, "it leads elsewhere"
    set_up(application, oidc_issuer="http://127.0.0.1:1")
    assert "does not answer" in browser.get(BEGIN, 503).text
    set_up(application, oidc_issuer="")
    browser.get(BEGIN, 404)
    assert "Ours SSO" not in browser.get("/sign-in").text


def test_an_address_that_is_not_verified_is_nobodys(provider: OpenIdProvider, browser: Browser) -> None:
    for verified in (False, None, "false", 1, "yes"):
        provider.person = Person(email_verified=verified)
        assert "not verified" in signed_on(browser, 403).text, verified


def test_the_address_may_be_on_the_page_of_the_person(
    provider: OpenIdProvider, browser: Browser, other: Browser
) -> None:
    provider.email_in_token = False
    provider.userinfo = {"sub": "person-2"}
    assert "could not be verified" in signed_on(other, 403).text
    provider.userinfo = {}
    signed_on(browser)
    assert is_in(browser)


def test_who_has_no_account_here_gets_none(world: World, provider: OpenIdProvider, browser: Browser) -> None:
    for email in ("nobody@ours.example", "reviewer@theirs.example"):
        provider.person = Person(email=email)
        assert "no account" in signed_on(browser, 403).text
    provider.person = Person()
    admin, reviewer = someone(world, Role.ADMIN), someone(world, Role.REVIEWER)
    with world.application.work() as work:
        change_user(work, admin, reviewer.id, [Role.REVIEWER], active=False)
    assert "is closed" in signed_on(browser, 403).text


def test_a_domain_and_a_role_may_be_set(
    application: Application, provider: OpenIdProvider, browser: Browser
) -> None:
    set_up(application, oidc_issuer=provider.issuer, oidc_domains="ours.example", oidc_role=Role.MANAGER)
    provider.person = Person(email="new@evil-ours.example")
    assert "no account" in signed_on(browser, 403).text
    provider.person = replace(provider.person, email="New@Ours.example", name=" ")
    signed_on(browser)
    assert "new@ours.example" in (page := browser.get("/account").text)
    assert "<li>manager</li>" in page
    browser.post("/account/password", 400, old="!", password="a long password", again="a long password")
