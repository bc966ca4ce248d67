"""What staff do."""

from __future__ import annotations

import re

from assessor.domain.access import TRIES_PER_ACCOUNT
from tests.integration.web.conftest import Browser
from tests.integration.world import CHALLENGES, PASSWORD


def test_sign_in_and_out(world, browser):
    assert "Assessments" in browser.sign_in(world.manager.email).get("/staff/").text
    assert "Sign in" in browser.post("/sign-out").text
    assert browser.client.get("/staff/").status_code == 302


def test_unknown_and_wrong_get_the_same_answer(world, browser):
    browser.get("/sign-in")
    wrong = browser.post("/sign-in", 400, email=world.manager.email, password="wrong").text
    unknown = browser.post("/sign-in", 400, email="nobody@ours.example", password="wrong").text
    clean = re.compile(r'content="[^"]+"|value="[^"]*"')
    assert clean.sub("", wrong) == clean.sub("", unknown)


def test_guessing_is_slowed_down_but_only_for_the_guesser(world, browser, app):
    browser.get("/sign-in")
    for _ in range(TRIES_PER_ACCOUNT):
        browser.post("/sign-in", 400, email=world.manager.email, password="wrong")
    browser.post("/sign-in", 429, email=world.manager.email, password=PASSWORD)
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    token = re.search(r'csrf-token" content="([^"]+)"', elsewhere.get("/sign-in").text).group(1)
    form = {"email": world.manager.email, "password": PASSWORD, "csrf_token": token}
    assert elsewhere.post("/sign-in", data=form).status_code == 302


def test_after_signing_in_only_own_pages_are_next(world, browser):
    browser.get("/sign-in")
    for target, place in (("/staff/attempts", "/staff/attempts"), ("//elsewhere.example", "/staff/")):
        form = {"csrf_token": browser.token, "email": world.manager.email, "password": PASSWORD}
        answer = browser.client.post(f"/sign-in?next={target}", data=form)
        assert answer.headers["Location"] == place
        browser.get("/staff/")
        browser.post("/sign-out")


def test_signing_in_renews_the_session_but_keeps_the_candidates_attempt(world, browser):
    made = world.invite()
    browser.open(made.token)
    before = browser.token
    browser.sign_in(world.manager.email)
    browser.get(f"/attempts/{made.attempt.id}/")
    assert (
        "out of date"
        in browser.client.post(
            f"/attempts/{made.attempt.id}/consent", data={"csrf_token": before, "agree": "y"}
        ).text
    )


def test_an_assessment_from_draft_to_invitation(world, manager, browser):
    form = {
        "title": "A new one",
        "intro": "*Hello*",
        "duration_minutes": "45",
        "practice_slug": "",
        "challenges-0-slug": CHALLENGES[0],
        "challenges-0-points": "30",
        "challenges-0-position": "2",
        "challenges-1-slug": CHALLENGES[1],
        "challenges-1-points": "70",
        "challenges-1-position": "1",
    }
    manager.get("/staff/assessments/new")
    page = manager.post("/staff/assessments/new", **form)
    url = page.request.path
    assert page.text.index("70 points") < page.text.index("30 points")
    person = {
        "name": "Ada Example",
        "email": "ada@mail.example",
        "valid_days": "7",
        "extra_time_percent": "50",
    }
    assert "Publish" in manager.post(f"{url}/invite", 409, **person).text
    manager.post(f"{url}/publish")
    assert "Not possible" in manager.post(f"{url}/publish", 409).text
    link = re.search(r'value="http://[^/]+(/i/[^"]+)"', manager.post(f"{url}/invite", **person).text).group(1)
    assert link not in manager.get(url).text
    shown = browser.get(link).text
    assert "68 minutes" in shown or "1 hour 8 minutes" in shown
    assert "<em>Hello</em>" in shown


def test_forms_say_what_is_wrong(world, manager):
    manager.get("/staff/assessments/new")
    page = manager.post("/staff/assessments/new", 400, title="", duration_minutes="x", practice_slug="").text
    assert "Give it a title." in page
    assert "Choose at least one challenge." in page
    url = f"/staff/assessments/{world.assessment.id}/invite"
    page = manager.post(url, 400, name="", email="no address", valid_days="1000", extra_time_percent="7").text
    for said in ("This is no e-mail address.", "Between 1 and 90 days."):
        assert said in page


def test_withdrawing(world, manager):
    attempt = world.invite().attempt
    page = manager.get(f"/staff/attempts/{attempt.id}").text
    assert "Withdraw the invitation?" in page
    assert "Withdrawn" in manager.post(f"/staff/attempts/{attempt.id}/revoke").text
    manager.post(f"/staff/attempts/{attempt.id}/revoke", 409)


def test_the_lists_and_the_scorecard_show_an_attempt_at_work(world, manager):
    attempt = world.running()
    assert "In progress" in manager.get("/staff/attempts").text
    assert "In progress" in manager.get(f"/staff/assessments/{world.assessment.id}").text
    assert "Not answered" in manager.get(f"/staff/attempts/{attempt.id}").text


def test_names_are_escaped_everywhere(world, manager, browser):
    evil = "<script>alert(1)</script>"
    made = world.invite(evil)
    urls = (
        "/staff/attempts",
        f"/staff/assessments/{world.assessment.id}",
        f"/staff/attempts/{made.attempt.id}",
    )
    for text in (*(manager.get(url).text for url in urls), browser.get(f"/i/{made.token}").text):
        assert evil not in text
        assert "&lt;script&gt;alert(1)" in text


def test_an_account_from_its_link_to_its_end(world, app):
    admin, new = (Browser(app.test_client()) for _ in range(2))
    admin.sign_in("admin@ours.example").get("/staff/users")
    person = {"name": "New <One>", "email": "new@ours.example", "roles": "reviewer"}
    assert (
        "Choose at least one role." in admin.post("/staff/users", 400, name="N", email="n@ours.example").text
    )
    page = admin.post("/staff/users", **person).text
    assert "already" in admin.post("/staff/users", 400, **person).text
    link = re.search(r'value="http://[^/]+(/password/[^"]+)"', page).group(1)
    assert link not in admin.get("/staff/users").text
    new.get(link)
    wrong = new.post(link, 400, password="short", again="other").text
    assert "At least 12 characters." in wrong
    assert "This is not the same." in wrong
    assert "Your password is set." in new.post(link, password=PASSWORD, again=PASSWORD).text
    assert "works once" not in new.get(link, 410).text
    assert "Requests" in new.sign_in("new@ours.example").get("/staff/").text
    url = re.search(r'href="(/staff/users/[^"]+)">New', admin.get("/staff/users").text).group(1)
    admin.get(url)
    admin.post(url, roles="reviewer")
    assert new.client.get("/staff/").status_code == 302, "closed, and out at once"
    assert "Make a link" not in admin.get(url).text


def test_a_session_that_is_ended_elsewhere_has_ended(world, app):
    here, there = (Browser(app.test_client()).sign_in(world.manager.email) for _ in range(2))
    page = here.get("/account").text
    other = re.search(r'action="(/account/sessions/[0-9a-f-]{36}/end)"', page).group(1)
    here.post(other)
    assert there.client.get("/staff/").status_code == 302
    assert here.post(other, 404)
    there.sign_in(world.manager.email)
    here.get("/account")
    here.post("/account/sessions/end")
    assert there.client.get("/staff/").status_code == 302
    assert here.client.get("/staff/").status_code == 200
    assert (
        "not your password"
        in here.post("/account/password", 400, old="wrong", password=PASSWORD, again=PASSWORD).text
    )


def test_a_copied_cookie_dies_with_the_sign_out(world, manager, app):
    thief = app.test_client()
    thief._cookies = dict(manager.client._cookies)
    assert thief.get("/staff/").status_code == 200
    manager.get("/staff/")
    manager.post("/sign-out")
    assert thief.get("/staff/").status_code == 302
