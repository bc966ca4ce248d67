"""Headers, cookies, caches, odd requests."""

from __future__ import annotations

import re

import pytest

from assessor.services import view_attempt
from tests.compiled import app_for
from tests.integration.web.conftest import Browser


def test_every_answer_carries_the_policy_with_a_fresh_nonce(world, browser):
    made = world.invite()
    nonces = set()
    for url in ("/", "/sign-in", f"/i/{made.token}", f"/attempts/{made.attempt.id}/", "/nowhere", "/healthz"):
        headers = browser.client.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert part in policy
        nonces.add(re.search(r"'nonce-([^']+)'", policy).group(1))
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
    assert len(nonces) == 6


def test_only_the_picture_of_a_plan_may_be_framed_and_by_ourselves_alone(browser):
    for url, ancestors, older in (("/plan-picture", "'self'", "SAMEORIGIN"), ("/", "'none'", "DENY")):
        headers = browser.client.get(url).headers
        assert f"frame-ancestors {ancestors}" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == older


def test_built_files_are_kept_for_ever_and_have_types(browser, app):
    page = browser.get("/").text
    for url in re.findall(r'(?:href|src)="(/static/dist/[^"]+)"', page):
        answer = browser.client.get(url)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()


def test_no_page_has_inline_script_or_style(world, browser, manager, open_attempt):
    url = open_attempt(world.running().id)
    slug = world.assessment.challenges[0].challenge.slug
    pages = [browser.get(url), browser.get(f"{url}challenges/{slug}"), manager.get("/staff/attempts")]
    for page in pages:
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page.text)
        assert not re.search(r"\son\w+=|\sstyle=|<style|javascript:", page.text)


@pytest.mark.parametrize("production", [False, True])
def test_the_session_cookie(application, world, production):
    settings = application.settings.model_copy(
        update={"environment": "production" if production else "development"}
    )
    application.settings = settings
    client = app_for(application).test_client()
    cookie = client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert ("Secure" in cookie) == production
    assert cookie.startswith("__Host-assessor=") == production


@pytest.mark.parametrize(
    ("proxies", "last_try"),
    [(0, 429), (1, 429), (2, 400)],
    ids=[
        "none: the header is the client's invention",
        "one: it says who asks",
        "two: the first says who asks",
    ],
)
def test_whose_guesses_count_together(application, world, proxies, last_try):
    application.settings = application.settings.model_copy(update={"trusted_proxies": proxies})
    browser = Browser(app_for(application).test_client())
    for guess in range(9):
        browser.get("/sign-in")
        fields = {"email": "ada@mail.example", "password": "wrong", "csrf_token": browser.token}
        headers = {"X-Forwarded-For": f"192.0.2.{guess}, 198.51.100.7"}
        answer = browser.client.post("/sign-in", data=fields, headers=headers)
    assert answer.status_code == last_try


def test_too_much_at_once_is_refused(world, open_attempt, browser):
    url = open_attempt(world.running().id)
    slug = world.assessment.challenges[0].challenge.slug
    browser.get(url)
    answer = browser.json("POST", f"{url}challenges/{slug}/run", {"text": "x" * 600_000}, 413)
    assert answer["error"]["reason"] == "too_large"


def test_odd_requests_get_plain_answers(world, open_attempt, browser):
    url = open_attempt(world.running().id)
    slug = world.assessment.challenges[0].challenge.slug
    browser.get(url)
    browser.get("/attempts/not-a-uuid/", 404)
    assert browser.client.delete(f"{url}challenges/{slug}/run").status_code == 405
    headers = {"X-CSRFToken": browser.token}
    for data, kind in ((b"{", "application/json"), (b"text=1", "text/plain")):
        answer = browser.client.post(
            f"{url}challenges/{slug}/run", data=data, content_type=kind, headers=headers
        )
        assert answer.status_code in (400, 415)
        assert answer.get_json()["error"]["message"]


def test_an_unexpected_failure_shows_no_traceback(world, open_attempt, browser, monkeypatch):
    url = open_attempt(world.running().id)

    def fail(*_):
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(view_attempt, "view_attempt", fail)
    page = browser.get(url, 500).text
    assert "Something failed on our side" in page
    assert "secret detail" not in page
    answer = browser.json("GET", f"{url}status", status=500)
    assert answer["error"]["reason"] == "platform_fault"


def test_health(browser, world):
    assert browser.json("GET", "/healthz") == {"status": "ok"}


def test_the_front_door_knows_who_comes(world, browser, manager):
    assert "You are a candidate" in browser.get("/").text
    made = world.invite()
    browser.open(made.token)
    assert "invites you" in browser.get("/").text
    assert manager.client.get("/").headers["Location"] == "/staff/"
