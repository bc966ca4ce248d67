"""Nobody gets at what is not theirs: every route against everybody."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessor.domain.people import Role
from assessor.web.access import ACCESS, Audience
from tests.integration.world import CHALLENGES

IDS = {"attempt_id", "assessment_id"}


def urls(app, audience: Audience, **values):
    """(endpoint, method, URL) of every route for an audience."""
    values = {"receipt": "0000-0000-0000", **values}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if ACCESS[rule.endpoint].audience is audience:
            known = {name: {"session": "tab1", **values}[name] for name in rule.arguments}
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield rule.endpoint, method, adapter.build(rule.endpoint, known, method)


def test_no_candidate_route_opens_without_its_link(app, world, browser, other):
    attempt = world.running()
    other.open(world.invite().token)
    staff = type(browser)(app.test_client()).sign_in(world.manager.email)
    for who in (browser, other, staff):
        for endpoint, method, url in urls(app, Audience.CANDIDATE, attempt_id=attempt.id, slug=CHALLENGES[0]):
            answer = who.client.open(url, method=method, json={"text": "x", "revision": 0, "key": "12345678"})
            assert answer.status_code == 404, (endpoint, method)


def test_unknown_ids_are_as_foreign_ones(app, world, browser):
    for endpoint, method, url in urls(app, Audience.CANDIDATE, attempt_id=uuid4(), slug="x"):
        assert browser.client.open(url, method=method).status_code == 404, endpoint


def test_staff_pages_ask_to_sign_in(app, world, browser):
    values = {"assessment_id": world.assessment.id, "attempt_id": world.running().id}
    for endpoint, method, url in urls(app, Audience.STAFF, **values):
        answer = browser.client.open(url, method=method)
        if method == "GET":
            assert answer.status_code == 302, endpoint
            assert answer.headers["Location"].startswith("/sign-in")
        else:
            assert answer.status_code == 401, endpoint


@pytest.mark.parametrize("foreign", [True, False])
def test_another_organisations_things_do_not_exist(app, world, browser, foreign):
    browser.sign_in(world.stranger.email)
    attempt_id = world.running().id if foreign else uuid4()
    assessment_id = world.assessment.id if foreign else uuid4()
    form = {"name": "A", "email": "a@mail.example", "valid_days": "7", "extra_time_percent": "0"}
    checked = 0
    for endpoint, method, url in urls(
        app, Audience.STAFF, attempt_id=attempt_id, assessment_id=assessment_id
    ):
        if not app.url_map._rules_by_endpoint[endpoint][0].arguments & IDS:
            continue
        answer = browser.client.open(url, method=method, data={**form, "csrf_token": browser.token})
        assert answer.status_code == 404, (endpoint, method)
        checked += 1
    assert checked == 7
    assert str(attempt_id) not in browser.get("/staff/attempts").text


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_table_gives_it(app, world, browser, role):
    browser.sign_in(f"{role}@ours.example")
    values = {"assessment_id": world.assessment.id, "attempt_id": world.running().id}
    for endpoint, method, url in urls(app, Audience.STAFF, **values):
        if method == "GET":
            allowed = role is Role.ADMIN or role in ACCESS[endpoint].roles
            assert browser.client.get(url).status_code == (200 if allowed else 403), endpoint


def test_nothing_changes_without_the_csrf_token(app, world, browser):
    attempt = world.running()
    browser.open(world.invitations[-1].token)
    browser.sign_in(world.manager.email)
    values = {"assessment_id": world.assessment.id, "attempt_id": attempt.id, "slug": CHALLENGES[0]}
    for audience in Audience:
        known = {**values, "token": "x", "filename": "x"}
        for endpoint, method, url in urls(app, audience, **known):
            if method not in ("GET", "OPTIONS"):
                answer = browser.client.open(url, method=method, json={"text": "x", "revision": 0})
                assert answer.status_code == 400, endpoint
                assert "out of date" in answer.text or "signed in or out" in answer.text
