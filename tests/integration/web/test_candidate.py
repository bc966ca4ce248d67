"""The candidate's way, page by page."""

from __future__ import annotations

import pytest

from assessor.services import run_statement
from assessor.services.clock import ManualClock
from sandbox.execution import run
from tests.integration.world import CHALLENGES, PRACTICE

SLUG = CHALLENGES[0]


@pytest.fixture
def own_server(monkeypatch, empty_dsn):
    """What candidates run goes to a real PostgreSQL; the memory provider has none."""
    monkeypatch.setattr(run_statement, "run", lambda _, text, **__: run(empty_dsn, text))


def test_a_link_opens_the_attempt_and_leaves_no_token_behind(world, browser):
    made = world.invite()
    first = browser.client.get(f"/i/{made.token}")
    assert first.status_code == 303
    assert made.token not in first.headers["Location"]
    assert first.headers["Referrer-Policy"] == "no-referrer"
    page = browser.get(first.headers["Location"])
    assert "Ours Ltd invites you" in page.text
    assert made.token not in page.text


def test_opening_a_link_consumes_nothing(world, browser, other):
    made = world.invite()
    for each in (browser, other, browser):
        assert "invites you" in each.open(made.token).get(f"/attempts/{made.attempt.id}/").text


def test_every_problem_of_a_link_has_its_page(world, browser, application, clock: ManualClock, manager):
    assert "We do not know this link" in browser.get("/i/unknown", 404).text
    revoked = world.invite()
    manager.post(f"/staff/attempts/{revoked.attempt.id}/revoke")
    assert "was withdrawn" in browser.get(f"/i/{revoked.token}", 403).text
    running = world.running()
    browser.open(world.invitations[-1].token)
    browser.post(f"/attempts/{running.id}/finish")
    again = browser.get(f"/i/{world.invitations[-1].token}").text
    assert "Thank you" in again, "whoever has finished may come back to what was received"
    assert "You have finished" in browser.post(f"/attempts/{running.id}/consent", 410, agree="y").text
    expired = world.invite(days=1)
    clock.advance(days=2)
    assert "has expired" in browser.get(f"/i/{expired.token}", 410).text


def test_consent_is_asked_for(world, browser):
    made = world.invite()
    url = f"/attempts/{made.attempt.id}/"
    browser.open(made.token)
    assert "Please tick the box" in browser.post(f"{url}consent", 400).text
    assert "Get ready" in browser.post(f"{url}consent", agree="y").text


def test_the_clock_waits_for_the_servers(world, browser):
    made = world.invite()
    url = f"/attempts/{made.attempt.id}/"
    browser.open(made.token)
    browser.post(f"{url}consent", agree="y")
    assert browser.json("GET", f"{url}status")["sandboxes_ready"] is False
    assert "being prepared" in browser.post(f"{url}start", 503).text
    headers = {"X-CSRFToken": browser.token, "Accept": "application/json"}
    refused = browser.client.post(f"{url}start", headers=headers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (202, "2")
    assert refused.get_json()["error"]["reason"] == "sandbox_not_ready"
    world.provision(made.attempt.id)
    assert "All servers are ready" in browser.get(url).text
    assert "Take them in any order" in browser.post(f"{url}start").text
    status = browser.json("GET", f"{url}status")
    assert (status["state"], status["seconds_left"]) == ("running", 3600)


def test_challenges_are_closed_before_the_start_but_practice_is_open(world, open_attempt, browser):
    url = open_attempt(world.agreed().id)
    assert "Try the grading" in browser.get(f"{url}challenges/{PRACTICE}").text
    browser.get(f"{url}challenges/{SLUG}", 409)
    assert browser.json("POST", f"{url}challenges/{SLUG}/run", {"text": "SELECT 1"}, 409)
    assert browser.json("GET", f"{url}challenges/{PRACTICE}/result")["status"] == "none"


def test_run_gives_the_whole_result(world, open_attempt, browser, own_server):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    result = browser.json("POST", f"{url}/run", {"text": "SELECT 1 AS a, NULL::text AS b, '<b>' AS c"})
    assert result["outcome"] == "ok"
    assert result["results"][0]["rows"] == [["1", None, "<b>"]]
    assert [column["type"] for column in result["results"][0]["columns"]] == ["integer", "text", "text"]
    wrong = browser.json("POST", f"{url}/run", {"text": "SELECT\n  nothing_here"})
    assert (wrong["error"]["sqlstate"], wrong["error"]["position"]) == ("42703", 10)
    assert "ERROR 42703" in browser.get(url).text


def test_a_run_that_finds_its_server_asleep_wakes_it_and_says_so(
    world, open_attempt, browser, clock, own_server
):
    attempt = world.running()
    url = open_attempt(attempt.id)
    browser.get(url)
    clock.advance(minutes=20)
    world.suspend_idle()
    status = browser.json("GET", f"{url}status")
    assert status["servers"][SLUG] == "suspended"
    answer = browser.json("POST", f"{url}challenges/{SLUG}/run", {"text": "SELECT 1"}, 202)
    assert answer["error"]["reason"] == "sandbox_asleep"
    assert browser.json("GET", f"{url}status")["servers"][SLUG] == "waking"
    world.repair(attempt.id)
    assert browser.json("POST", f"{url}challenges/{SLUG}/run", {"text": "SELECT 1"})["outcome"] == "ok"


def test_being_at_the_page_keeps_its_server_awake(world, open_attempt, browser, clock):
    url = open_attempt(world.running().id)
    browser.get(url)
    clock.advance(minutes=10)
    assert browser.json("POST", f"{url}present", {"slug": SLUG})["servers"][SLUG] == "ready"
    assert browser.json("POST", f"{url}present", {"slug": 7}, 400)
    assert browser.json("POST", f"{url}present", {"slug": "no-such"}, 404)
    clock.advance(minutes=10)
    world.suspend_idle()
    servers = browser.json("GET", f"{url}status")["servers"]
    assert servers == {SLUG: "ready", CHALLENGES[1]: "suspended", PRACTICE: "suspended"}


def test_what_happened_to_a_server_is_said_and_the_countdown_follows(world, open_attempt, browser, clock):
    attempt = world.running()
    url = open_attempt(attempt.id)
    browser.get(url)
    world.break_servers(attempt.id)
    clock.advance(seconds=5)
    before = browser.json("GET", f"{url}status")["seconds_left"]
    world.repair(attempt.id)
    status = browser.json("GET", f"{url}status")
    assert status["seconds_left"] == before + 5
    assert "was interrupted and restarted; its data is as it was" in status["news"][SLUG]["text"]
    assert "5 s so far" in status["news"][SLUG]["text"]
    clock.advance(minutes=45)
    assert browser.json("GET", f"{url}status")["news"] == {}, "nobody is told of it for ever"


def test_starting_over_is_a_button_of_the_page(world, open_attempt, browser):
    attempt = world.running()
    url = open_attempt(attempt.id)
    assert "Start over with fresh data" in browser.get(f"{url}challenges/{SLUG}").text
    assert browser.json("POST", f"{url}challenges/{SLUG}/reset") == {"ready": False}
    assert browser.json("GET", f"{url}status")["servers"][SLUG] == "requested"
    assert browser.json("GET", f"{url}status")["queue"]["position"] == 1
    world.provision(attempt.id)
    assert browser.json("GET", f"{url}status")["servers"][SLUG] == "ready"


def test_a_page_that_runs_scripts_tells_that_the_invitation_was_opened(world, browser, manager):
    made = world.invite()
    browser.open(made.token)
    assert "Opened the invitation" not in manager.get(f"/staff/attempts/{made.attempt.id}").text
    assert browser.json("POST", f"/attempts/{made.attempt.id}/opened") == {}
    assert "Opened the invitation" in manager.get(f"/staff/attempts/{made.attempt.id}").text


@pytest.mark.parametrize(
    ("sql", "cells"),
    [
        ("SELECT (repeat('[', 4000) || repeat(']', 4000))::jsonb", ["[" * 4000 + "]" * 4000]),
        (
            "SELECT 'infinity'::date, '-infinity'::timestamptz, '4713-01-01 BC'::date, '24:00'::time",
            ["infinity", "-infinity", "4713-01-01 BC", "24:00:00"],
        ),
        (
            "SELECT 'NaN'::numeric, '-Infinity'::float8, 10::numeric ^ 300",
            ["NaN", "-Infinity", "1" + "0" * 300],
        ),
        ('SELECT 1 AS a, 2 AS a, 3 AS "</script>"', ["1", "2", "3"]),
        (
            "SELECT U&'\\202E\\0001\\FEFF', E'\\t\\n', '\\x00ff'::bytea",
            ["\u202e\x01\ufeff", "\t\n", "\\x00ff"],
        ),
        ("SELECT", []),
    ],
)
def test_odd_values_come_as_text(world, open_attempt, browser, own_server, sql, cells):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    (result,) = browser.json("POST", f"{url}/run", {"text": sql})["results"]
    shown = [cell.partition(".")[0] if cell.startswith("1000") else cell for cell in result["rows"][0]]
    assert shown == cells
    assert len(result["columns"]) == len(cells)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT repeat(chr(1), 1000) FROM generate_series(1, 100000)",
        "SELECT " + ", ".join(["NULL"] * 1600) + " FROM generate_series(1, 2000)",
        "SELECT repeat('😀', 5000000)",
        "SELECT 1;" * 5000,
        "DO $$ BEGIN FOR i IN 1..5000 LOOP RAISE NOTICE '%', repeat('ä', 20000); END LOOP; END $$",
    ],
)
def test_whatever_comes_the_page_gets_a_bounded_answer_and_the_draft_is_kept(
    world, open_attempt, browser, own_server, sql
):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    browser.json("PUT", f"{url}/draft", {"text": "SELECT 'kept'", "revision": 0})
    headers = {"X-CSRFToken": browser.token, "Accept": "application/json"}
    answer = browser.client.post(f"{url}/run", json={"text": sql}, headers=headers)
    assert answer.status_code == 200
    assert len(answer.data) < 16_000_000
    kept = browser.json("PUT", f"{url}/draft", {"text": "mine", "revision": 0}, 409)
    assert kept["text"] == "SELECT 'kept'"


def test_drafts_have_revisions_and_conflicts_show_both_texts(world, open_attempt, browser):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    assert browser.json("PUT", f"{url}/draft", {"text": "one", "revision": 0})["revision"] == 1
    conflict = browser.json("PUT", f"{url}/draft", {"text": "two", "revision": 0}, 409)
    assert conflict["error"]["reason"] == "revision_conflict"
    assert (conflict["revision"], conflict["text"]) == (1, "one")
    assert browser.json("PUT", f"{url}/draft", {"text": "two", "revision": 1})["revision"] == 2
    assert "two" in browser.get(url).text


def test_submitting_twice_with_a_key_is_submitting_once(world, open_attempt, browser, clock):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    body = {"text": "SELECT 1", "key": "0123456789abcdef"}
    first = browser.json("POST", f"{url}/submit", body)
    assert browser.json("POST", f"{url}/submit", body) == first
    clock.advance(seconds=1)
    again = browser.json("POST", f"{url}/submit", {**body, "key": "another key"})
    assert again["receipt"] != first["receipt"]
    assert again["receipt"] in browser.get(url).text


def test_finishing_hands_in_drafts_and_shows_receipts(world, open_attempt, browser):
    url = open_attempt(world.running().id)
    browser.get(url)
    browser.json("PUT", f"{url}challenges/{SLUG}/draft", {"text": "SELECT 1", "revision": 0})
    assert "Thank you" in browser.post(f"{url}finish").text
    assert "What we received" in browser.get(url).text
    assert browser.json("PUT", f"{url}challenges/{SLUG}/draft", {"text": "late", "revision": 1}, 409)
    browser.get(f"{url}challenges/{SLUG}", 409)


def test_after_the_deadline_nothing_is_taken(world, open_attempt, browser, clock):
    url = open_attempt(world.running().id)
    browser.get(url)
    clock.advance(minutes=61)
    late = browser.json("PUT", f"{url}challenges/{SLUG}/draft", {"text": "late", "revision": 0}, 409)
    assert late["error"]["reason"] == "deadline_passed"
    assert browser.json("GET", f"{url}status")["seconds_left"] == 0


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("run", "POST", {}),
        ("run", "POST", {"text": 7}),
        ("run", "POST", {"text": "  "}),
        ("run", "POST", ["text"]),
        ("run", "POST", {"text": "a\x00b"}),
        ("run", "POST", {"text": "\ud800"}),
        ("draft", "PUT", {"text": "x"}),
        ("draft", "PUT", {"text": "x", "revision": "1"}),
        ("draft", "PUT", {"text": "x", "revision": True}),
        ("draft", "PUT", {"text": "x", "revision": -1}),
        ("draft", "PUT", {"text": "x" * 100_001, "revision": 0}),
        ("submit", "POST", {"text": "x"}),
        ("submit", "POST", {"text": "x", "key": "short"}),
        ("submit", "POST", {"text": "x", "key": "ä" * 20}),
    ],
)
def test_malformed_requests_are_refused_with_a_reason(world, open_attempt, browser, path, method, body):
    url = open_attempt(world.running().id) + f"challenges/{SLUG}"
    browser.get(url)
    answer = browser.json(method, f"{url}/{path}", body, 400)
    assert answer["error"]["reason"] == "invalid_input"
    assert answer["error"]["message"]


def test_unknown_challenges_are_not_found(world, open_attempt, browser):
    url = open_attempt(world.running().id)
    browser.get(f"{url}challenges/no-such", 404)
    assert browser.json("POST", f"{url}challenges/no-such/run", {"text": "SELECT 1"}, 404)
    assert browser.json("GET", f"{url}challenges/{SLUG}/result", status=404)
