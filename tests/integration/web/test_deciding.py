"""From a graded attempt to a decision; and what others see of it by a link."""

from __future__ import annotations

import re

import psycopg
import pytest

from assessor.services.share_scorecard import MAX_DAYS
from tests.integration.web.conftest import Browser
from tests.integration.web.test_reports import ANSWER, graded
from tests.integration.world import CHALLENGES

NAMES = ("Cand Idate", "Idate", "c@mail.example")


def link_of(page: str) -> str:
    return re.search(r'value="http://[^/]+(/shared/[^"]+)"', page).group(1)


@pytest.fixture
def card(world):
    return f"/staff/attempts/{graded(world).id}"


def test_nobody_decides_who_has_not_seen_the_evidence(world, manager, card, clock):
    page = manager.get(card).text
    assert "I have seen the evidence" in page
    refused = manager.post(f"{card}/decisions", 409, step="declined", reason="Too slow.").text
    assert "Open the evidence on the scorecard first" in refused
    manager.post(f"{card}/evidence")
    assert "Give a reason." in manager.post(f"{card}/decisions", 400, step="declined", reason=" ").text
    clock.advance(minutes=1)
    manager.post(f"{card}/decisions", step="shortlisted")
    page = manager.post(f"{card}/decisions", step="accepted", reason="Reads plans well.").text
    assert "Put on the shortlist" in page
    assert "Accepted" in page
    assert "by Manager" in page
    assert "Reads plans well." in page
    manager.post(f"{card}/decisions", 409, step="declined", reason="No.")
    assert "Decision reopened" in manager.post(f"{card}/decisions", step="reopened", reason="A mistake.").text
    assert "Reads plans well." in manager.get(card).text, "what was decided stays on record"


def test_what_was_decided_before_it_was_graded_again_must_be_seen_again(world, manager, card, clock):
    manager.post(f"{card}/evidence")
    with psycopg.connect(world.application.database.dsn) as connection:
        connection.execute("update attempt set graded_at = graded_at + interval '1 hour'")
    manager.post(f"{card}/decisions", 409, step="shortlisted")


def test_a_decision_is_never_changed(world, manager, card):
    manager.post(f"{card}/evidence")
    manager.post(f"{card}/decisions", step="declined", reason="Honestly.")
    with (
        psycopg.connect(world.application.database.dsn) as connection,
        pytest.raises(psycopg.errors.CheckViolation, match="never changes"),
    ):
        connection.execute("update decision set reason = 'Another.'")


def test_nothing_can_be_decided_before_the_end(world, manager):
    card = f"/staff/attempts/{world.running().id}"
    manager.post(f"{card}/evidence")
    manager.post(f"{card}/decisions", 409, step="declined", reason="Early.")


def test_the_pipeline_and_the_comparison(world, manager, card):
    other = graded(world, 20)
    world.invite("Only Invited")
    manager.post(f"{card}/evidence")
    manager.post(f"{card}/decisions", step="shortlisted")
    page = manager.get(f"/staff/assessments/{world.assessment.id}/pipeline").text
    stages = dict(re.findall(r'id="stage-(\w+)">(.*?)</section>', page, re.DOTALL))
    assert "Only Invited" in stages["invited"]
    assert str(other.id) in stages["graded"]
    assert card.rpartition("/")[2] in stages["shortlisted"]
    ids = [card.rpartition("/")[2], str(other.id)]
    page = manager.get("/staff/compare?" + "&".join(f"attempt={each}" for each in ids)).text
    assert "is within its uncertainty" in page
    assert page.count("&#39;Cand Idate&#39;") == 2, "both answers, side by side"
    assert "Choose two to four" in manager.get(f"/staff/compare?attempt={ids[0]}&attempt=x").text


def test_only_ones_own_candidates_are_compared(world, app, card):
    stranger = Browser(app.test_client()).sign_in(world.stranger.email)
    attempt = card.rpartition("/")[2]
    stranger.get(f"/staff/compare?attempt={attempt}&attempt={graded(world).id}", 404)


def test_comments_tell_whom_they_name(world, manager, app, card):
    robin = Browser(app.test_client()).sign_in("recruiter@ours.example")
    assert "You are mentioned" not in robin.get("/staff/attempts").text
    page = manager.post(f"{card}/comments", about=CHALLENGES[0], text="@recruiter <b>look</b> here").text
    assert "&lt;b&gt;look" in page
    assert "You are mentioned" in robin.get("/staff/attempts").text
    assert "You are mentioned" not in manager.get("/staff/attempts").text
    robin.post(f"{card}/evidence")
    assert "You are mentioned" not in robin.get("/staff/attempts").text
    manager.post(f"{card}/comments", 404, about="no-such-challenge", text="x")


def test_a_blind_link_shows_no_name_anywhere(world, manager, browser, card):
    manager.post(f"{card}/comments", text="Cand Idate again")
    link = link_of(manager.post(f"{card}/shares", days="7", blind="y").text)
    assert link not in manager.get(card).text
    assert browser.get(link).text.count("Open the scorecard") == 1
    shown = browser.post(link)
    assert shown.request.path == f"{link}/scorecard"
    assert "select" in shown.text
    files = [browser.get(f"{link}/scorecard.{form}") for form in ("json", "csv", "pdf")]
    for answer in (shown, *files):
        text = answer.data.decode("utf-8", "replace") + str(answer.headers)
        assert [name for name in NAMES if name in text] == []
    assert files[0].get_json()["candidate"] is None
    assert ANSWER.replace("Cand Idate", "…").replace("c@mail.example", "…") in str(files[0].get_json())


def test_a_link_with_a_name_counts_its_views_and_ends(world, manager, browser, other, card, clock):
    link = link_of(manager.post(f"{card}/shares", days="7").text)
    other.get(f"{link}/scorecard.json")
    assert "Open the scorecard" in other.get(f"{link}/scorecard").text, "only through its door"
    browser.get(link)
    assert "Cand Idate" in browser.post(link).text
    browser.post(link)
    page = manager.get(card).text
    assert '<td class="num">2</td>' in page
    revoke = re.search(
        r'action="([^"]+/revoke)"><input[^>]*><button class="button small danger"', page
    ).group(1)
    manager.post(revoke)
    browser.get(f"{link}/scorecard", 404)
    late = link_of(manager.post(f"{card}/shares", days="1").text)
    clock.advance(hours=25)
    browser.get(late, 404)
    manager.sign_in(world.manager.email)
    assert f"Between 1 and {MAX_DAYS} days." in manager.post(f"{card}/shares", days="1000").text


def test_only_the_digest_of_a_link_is_kept(world, manager, card):
    token = link_of(manager.post(f"{card}/shares", days="7").text).rpartition("/")[2]
    with psycopg.connect(world.application.database.dsn) as connection:
        (kept,) = connection.execute("select scorecard_share::text from scorecard_share").fetchone()
    assert token not in kept
