"""The second step through the pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from assessor.domain.access import TRIES_PER_ACCOUNT
from assessor.domain.people import Role, User
from assessor.domain.second_factor import CODES
from assessor.services.clock import ManualClock
from assessor.services.manage_users import require_second_step
from tests.integration.concerns import someone
from tests.integration.secondsteps import Authenticator, enrolled
from tests.integration.web.conftest import Browser
from tests.integration.world import PASSWORD, World

SECOND = "/sign-in/second"


@pytest.fixture
def admin(world: World) -> User:
    return someone(world, Role.ADMIN)


def heading(page) -> str:
    return BeautifulSoup(page.text, "html5lib").h1.get_text()


def test_set_up_signed_in_with_and_turned_off(world: World, browser: Browser, other: Browser, clock) -> None:
    user = someone(world, Role.REVIEWER)
    browser.sign_in(user.email)
    assert "Set it up" in browser.get("/account").text
    page = BeautifulSoup(browser.post("/account/second-step/begin").text, "html5lib")
    made = Authenticator(world, page.select_one("code.secret").get_text())
    assert page.select_one('[role="img"] svg path')
    assert "not right" in browser.post("/account/second-step/confirm", 400, code="000000").text
    shown = browser.post("/account/second-step/confirm", code=made.code())
    codes = [each.get_text() for each in BeautifulSoup(shown.text, "html5lib").select(".recovery-codes code")]
    assert len(codes) == CODES
    for url in ("/account", "/account/second-step"):
        assert f"{CODES} of your recovery codes" in browser.get(url).text
        assert not [secret for secret in (*codes, made.secret) if secret in browser.get(url).text]

    assert heading(other.sign_in(user.email).get("/staff/")) == "Sign in", "the password alone is not enough"
    assert heading(other.get(f"{SECOND}?next=/account")) == "The second step"
    assert "not right" in other.post(SECOND, 400, code=made.code()).text, "it was used to set it up"
    assert heading(other.post(f"{SECOND}?next=//evil.example/", code=codes[0])) == "Assessments"
    assert "9 of your recovery codes" in other.get("/account").text
    assert heading(other.get(SECOND)) == "Assessments", "nothing waits any more"

    clock.advance(seconds=30)
    wrong = other.post("/account/second-step/codes", 400, password="wrong", code=made.code())
    assert "not your password" in wrong.text
    fresh = other.post("/account/second-step/codes", password=PASSWORD, code=made.code())
    assert codes[1] not in fresh.text
    clock.advance(seconds=30)
    off = other.post("/account/second-step/off", password=PASSWORD, code=made.code())
    assert "no second step any more" in off.text
    assert heading(browser.sign_in(user.email).get("/staff/")) == "Assessments"


def test_tries_of_the_second_step_are_counted(world: World, browser: Browser, clock: ManualClock) -> None:
    user = someone(world, Role.REVIEWER)
    made = enrolled(world, user)
    browser.sign_in(user.email)
    statuses = [
        browser.client.post(SECOND, data={"csrf_token": browser.token, "code": "000000"}).status_code
        for _ in range(TRIES_PER_ACCOUNT + 1)
    ]
    assert statuses == [400] * TRIES_PER_ACCOUNT + [429]
    browser.post(SECOND, 429, code=made.code())
    clock.advance(minutes=5)
    assert heading(browser.post(SECOND, code=made.code())) == "Assessments"
    for _ in range(TRIES_PER_ACCOUNT):
        browser.post("/account/second-step/off", 400, password="wrong", code="000000")
    browser.post("/account/second-step/off", 429, password=PASSWORD, code=made.codes[0])


def test_where_it_is_asked_of_all_nothing_else_opens(
    world: World, admin: User, browser: Browser, other: Browser
) -> None:
    enrolled(world, admin)
    with world.application.work() as work:
        require_second_step(work, admin, required=True)
    browser.sign_in(someone(world, Role.MANAGER).email)
    for url in ("/staff/", "/staff/attempts", "/account"):
        assert "asks it of everybody" in browser.get(url).text
    browser.post("/account/sessions/end", 403)
    secret = BeautifulSoup(browser.post("/account/second-step/begin").text, "html5lib").select_one(".secret")
    browser.post("/account/second-step/confirm", code=Authenticator(world, secret.get_text()).code())
    assert heading(browser.get("/staff/attempts")) == "Candidates"


def test_administrators_see_who_has_one_and_forget_one(world: World, admin: User, browser: Browser) -> None:
    user = someone(world, Role.REVIEWER)
    made = enrolled(world, admin)
    enrolled(world, user)
    browser.sign_in(admin.email)
    browser.post(SECOND, code=made.code())
    assert "Leave it to each" in browser.post("/staff/users/second-step", required="1").text
    assert "Ask it of everybody" in browser.post("/staff/users/second-step").text
    assert browser.get("/staff/users").text.count("Set up") == 2
    assert "Forget it" in browser.get(f"/staff/users/{user.id}").text
    assert "Forget it" not in browser.get(f"/staff/users/{admin.id}").text
    browser.post(f"/staff/users/{admin.id}/second-step/reset", 409)
    assert "is forgotten" in browser.post(f"/staff/users/{user.id}/second-step/reset").text
    assert heading(browser.sign_in(user.email).get("/staff/")) == "Assessments"
