"""Time as candidates and staff meet it on the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assessor.domain.rules import Rules
from assessor.services.beat import beat
from tests.integration.servers import now_of
from tests.integration.world import CHALLENGES

SLUG = CHALLENGES[0]


@pytest.fixture
def timed(world):
    return world.with_rules(Rules(break_minutes=15), {SLUG: 10})


def test_a_timed_challenge_hides_its_task_until_it_is_begun(timed, open_attempt, browser, clock):
    home = open_attempt(timed.running().id)
    page = browser.get(f"{home}challenges/{SLUG}").text
    assert "starts when you begin it" in page
    assert "Your answer" not in page
    assert browser.json("PUT", f"{home}challenges/{SLUG}/draft", {"text": "x", "revision": 0}, 409)
    assert "Your answer" in browser.post(f"{home}challenges/{SLUG}/begin").text
    clock.advance(minutes=4)
    status = browser.json("GET", f"{home}status")
    assert (status["challenges_left"], status["seconds_left"]) == ({SLUG: 360}, 56 * 60)
    assert 'data-seconds-left="360.0"' in browser.get(f"{home}challenges/{SLUG}").text
    clock.advance(minutes=7)
    browser.get(f"{home}challenges/{SLUG}", 409)
    assert "Its own time is over" in browser.get(home).text


def test_a_break_hides_every_challenge_until_it_ends(timed, open_attempt, browser, clock):
    home = open_attempt(timed.running().id)
    titles = [item.challenge.title for item in timed.assessment.challenges]
    assert all(title in browser.get(home).text for title in titles)
    for page in (browser.post(f"{home}break").text, browser.get(f"{home}challenges/{CHALLENGES[1]}").text):
        assert "You are on a break" in page
        assert not any(title in page for title in titles)
    clock.advance(minutes=3)
    status = browser.json("GET", f"{home}status")
    assert (status["on_break"], status["break_left"], status["seconds_left"]) == (True, 720, 3600)
    refused = browser.json("POST", f"{home}challenges/{CHALLENGES[1]}/run", {"text": "select 1"}, 409)
    assert refused["error"]["reason"] == "on_break"
    assert "12 min of that are left" in browser.post(f"{home}resume").text
    assert browser.json("GET", f"{home}status")["on_break"] is False


def test_without_breaks_none_is_offered(world, open_attempt, browser):
    home = open_attempt(world.running().id)
    assert "Take a break" not in browser.get(home).text
    assert "No time for breaks is left" in browser.post(f"{home}break", 409).text


def test_minutes_that_staff_add_reach_the_candidate_and_the_record(world, manager, open_attempt, browser):
    attempt = world.running()
    home, url = open_attempt(attempt.id), f"/staff/attempts/{attempt.id}"
    browser.get(home)
    manager.get(url)
    page = manager.post(f"{url}/extend", 400, minutes="0", reason="").text
    assert "Between 1 and 240 minutes." in page
    assert "it is kept with the attempt" in page
    page = manager.post(f"{url}/extend", minutes="10", reason="The lights went out.").text
    assert "Time was added: 10 minutes, by Manager, because: The lights went out." in page
    status = browser.json("GET", f"{home}status")
    assert (status["seconds_left"], status["extended"]) == (70 * 60, 600)
    assert "10 minutes were added to your time." in browser.get(home).text


def test_extra_time_and_breaks_are_set_until_the_start(world, manager, open_attempt, browser):
    attempt = world.agreed()
    home, url = open_attempt(attempt.id), f"/staff/attempts/{attempt.id}"
    assert "Extra time for" in manager.get(url).text
    wanted = {"extra_time_percent": "-1", "other_percent": "", "break_minutes": "20"}
    assert "Enter the other percent." in manager.post(f"{url}/accommodate", 400, **wanted).text
    page = manager.post(f"{url}/accommodate", **{**wanted, "other_percent": "40"}).text
    assert "40 % extra time, 20 minutes of breaks, by Manager" in page
    assert "1 hour 24 minutes" in browser.get(home).text
    browser.post(f"{home}start")
    assert "20 minutes in all" in browser.get(home).text
    manager.post(f"{url}/accommodate", 409, **{**wanted, "other_percent": "40"})


def test_what_an_outage_cost_is_on_the_clock_and_said(world, open_attempt, browser, application, clock):
    attempt = world.running()
    home = open_attempt(attempt.id)
    with application.work() as work:
        beat(work)
    clock.advance(seconds=45)
    with application.work() as work:
        assert beat(work) == timedelta(seconds=45)
    status = browser.json("GET", f"{home}status")
    assert (status["credited"], status["seconds_left"]) == (45, 3600)
    assert "45 s that were lost by our fault were given back." in browser.get(home).text
    assert now_of(world, attempt).credited_seconds == 45


def test_rules_are_chosen_with_the_assessment(world, manager):
    form = {
        "title": "Ruled", "intro": "", "duration_minutes": "60", "practice_slug": "", "break_minutes": "15",
        "ai": "logged", "documentation": "allowed", "counts": "best", "shared": "scores", "retention_months": "6",
        "challenges-0-slug": SLUG, "challenges-0-points": "30", "challenges-0-position": "1",
        "challenges-0-minutes": "20",
    }  # fmt: skip
    manager.get("/staff/assessments/new")
    page = manager.post("/staff/assessments/new", **form).text
    for said in ("the best answer counts", "15 minutes in all", "if the answer says so", "20 minutes"):
        assert said in page
    too_long = manager.post("/staff/assessments/new", 400, **{**form, "challenges-0-minutes": "61"}).text
    assert "must be at least 1 minute and fit into the whole" in too_long


def test_signals_are_taken_from_the_page_and_told_in_words(world, open_attempt, browser, manager):
    attempt = world.running()
    home = open_attempt(attempt.id)
    browser.get(home)
    paste = {"kind": "pasted", "amount": 40, "inside": False, "ago": 2}
    signals = [
        paste,
        {**paste, "amount": 60},
        {**paste, "inside": True},
        {"kind": "away", "amount": 12, "ago": 1.5},
    ]
    assert browser.json("POST", f"{home}signals", {"slug": SLUG, "signals": signals}) == {}
    for page in (browser.get(home).text, manager.get(f"/staff/attempts/{attempt.id}").text):
        assert "Pasted into the editor: 100 characters, copied outside" in page
        assert "Pasted into the editor: 40 characters, copied on these pages" in page
        assert "Was away from the page for 12 s" in page
    for wrong in (
        [{}],
        [7],
        "x",
        [{**paste, "kind": "graded"}],
        [{**paste, "amount": "7"}],
        [{**paste, "ago": None}],
    ):
        assert browser.json("POST", f"{home}signals", {"slug": SLUG, "signals": wrong}, 400)
