"""Before the start and after the end: what candidates ask, keep, read and contest."""

from __future__ import annotations

import hashlib
import re

from assessor.domain.outcomes import Verdict
from assessor.domain.rules import Aid, Rules, Shared
from tests.integration.concerns import a_concern
from tests.integration.services.test_sitting import finish, give_verdict
from tests.integration.web.conftest import Browser
from tests.integration.world import CHALLENGES

SLUG = CHALLENGES[0]


def test_the_invitation_says_what_counts(world, browser):
    ruled = world.with_rules(
        Rules(ai=Aid.LOGGED, documentation=Aid.FORBIDDEN, break_minutes=20, retention_months=9), {SLUG: 15}
    )
    made = ruled.invite(extra=50)
    page = browser.open(made.token).get(f"/attempts/{made.attempt.id}/").text
    for said in (
        "1 hour 30 minutes", "2 query", "time of its own: 23 minutes", "if the answer says so", "20 minutes in all",
        "for 9 months", "Check your system", "None of it touches your score", "whether they come from these pages",
    ):  # fmt: skip
        assert said in page, said


def test_asking_for_an_accommodation_reaches_staff(world, browser, manager):
    made = world.invite()
    home = f"/attempts/{made.attempt.id}/"
    browser.open(made.token)
    assert "Write what it is about." in browser.post(f"{home}ask", 400, text=" ").text
    page = browser.post(f"{home}ask", text="I read <b>slowly</b>.").text
    assert "I read &lt;b&gt;slowly&lt;/b&gt;." in page
    assert "I read &lt;b&gt;slowly&lt;/b&gt;." in manager.get(f"/staff/attempts/{made.attempt.id}").text
    assert "Asks" in manager.get("/staff/attempts").text


def test_a_receipt_can_be_kept_and_checked(world, open_attempt, browser, other):
    home = open_attempt(world.running().id)
    browser.get(home)
    text = "SELECT 'Zoë';\n-- no line break at the end"
    sent = browser.json("POST", f"{home}challenges/{SLUG}/submit", {"text": text, "key": "0123456789"})
    assert sent["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    kept = browser.client.get(sent["url"])
    assert kept.mimetype == "text/plain"
    assert f'filename="receipt-{sent["receipt"]}.txt"' in kept.headers["Content-Disposition"]
    size = int(re.search(r"last (\d+) bytes", kept.text).group(1))
    assert hashlib.sha256(kept.data[-size:]).hexdigest() == sent["sha256"]
    for said in (sent["receipt"], sent["sha256"], "Ours Ltd", "Cand Idate", "by the candidate"):
        assert said in kept.text
    assert sent["receipt"] in browser.get(home).text
    assert other.client.get(sent["url"]).status_code == 404
    browser.get(f"{home}receipts/0000-0000-0000.txt", 404)


def test_after_the_end_a_candidate_reads_receipts_results_and_record_and_contests(
    world, open_attempt, browser, manager
):
    ruled = world.with_rules(Rules(shared=Shared.CHECKS))
    attempt = ruled.running()
    home = f"/attempts/{attempt.id}/"
    browser.open(ruled.invitations[-1].token)
    browser.json("PUT", f"{home}challenges/{SLUG}/draft", {"text": "SELECT 1", "revision": 0})
    page = browser.post(f"{home}finish").text
    assert "last saved draft" in page or "What we received" in page
    assert "Your results" not in page
    give_verdict(ruled, attempt, SLUG, Verdict.FAILED, 60)
    page = browser.get(home).text
    for said in ("Your results", "60 of 100", "Because.", "No answer: ", "What was recorded so far"):
        assert said in page, said
    assert "Write what it is about." in browser.post(f"{home}contest", 400, text="").text
    assert "The third row is right." in browser.post(f"{home}contest", text="The third row is right.").text
    staff = manager.get(f"/staff/attempts/{attempt.id}").text
    assert "The third row is right." in staff
    assert "Look into the contest" in staff
    assert "Contested" in manager.get("/staff/attempts").text


def test_a_request_is_answered_on_its_page_and_the_candidate_reads_it(world, manager, browser, open_attempt):
    attempt = world.agreed()
    home = open_attempt(attempt.id)
    browser.get(home)
    browser.post(f"{home}ask", text="I read <slowly>.")
    assert "Waits for an answer" in browser.get(home).text
    page = manager.get("/staff/concerns").text
    assert "Not a valid choice" not in page
    url = re.search(r'href="(/staff/concerns/[0-9a-f-]+)"', page).group(1)
    assert "I read &lt;slowly&gt;." in manager.get(url).text
    form = {"extra_time_percent": "25", "decision": "granted"}
    assert "Write a few words." in manager.post(f"{url}/answer", 400, **form, text="").text
    assert "Grant or decline it." in manager.post(f"{url}/answer", 400, text="Yes.").text
    page = manager.post(f"{url}/answer", **form, text="Of course.").text
    assert "Granted" in page
    assert "So far 25 % of extra time" in page
    said = browser.get(home).text
    assert "Of course." in said
    assert "Granted" in said
    assert "Manager" in said
    assert "Nothing here" in manager.get("/staff/concerns").text
    assert url in manager.get("/staff/concerns?state=answered&kind=request").text
    assert url in manager.get("/staff/concerns?kind=nonsense&state=x").text, "no filter that is none"


def test_a_contest_is_looked_at_without_a_name_and_decided_with_one(
    world, app, manager, browser, open_attempt
):
    attempt = world.running()
    home = open_attempt(attempt.id)
    finish(world, attempt)
    concern_id = a_concern(world, attempt.id, contested=True)
    url = f"/staff/concerns/{concern_id}"
    reviewer = Browser(app.test_client()).sign_in("reviewer@ours.example")
    page = reviewer.get(url).text
    assert "Cand Idate" not in page
    assert "Decision" not in page
    assert "Say whether" in reviewer.post(f"{url}/look", 400, **{"look-text": "Hm."}).text
    look = {"look-text": "It looks wrong.", "look-decision": "change"}
    assert "Should change" in reviewer.post(f"{url}/look", **look).text
    manager.get(url)
    assert "Decide one or the other." in manager.post(f"{url}/decide", 400, **{"decide-text": "Hm."}).text
    decision = {"decide-text": "All is as it should be.", "decide-decision": "stands"}
    assert "The result stands" in manager.post(f"{url}/decide", **decision).text
    assert "All is as it should be." in browser.get(home).text
