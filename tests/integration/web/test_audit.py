"""The audit log's page; and who looks at evidence is in it, once an hour."""

from __future__ import annotations

import json
import re
from typing import Any

import psycopg
import pytest
from flask import Flask

from assessor.services.audit_log import export_log
from assessor.services.clock import ManualClock
from tests.integration.api.conftest import Programs, program
from tests.integration.web.conftest import Browser
from tests.integration.web.test_deciding import link_of
from tests.integration.web.test_reports import graded
from tests.integration.world import World

__all__ = ["program"]


@pytest.fixture
def admin(app: Flask) -> Browser:
    return Browser(app.test_client()).sign_in("admin@ours.example")


def looks(world: World) -> list[tuple[str, Any, Any]]:
    """What was looked at, by whom."""
    with world.application.work(readonly=True) as work:
        entries = list(export_log(work, "ours"))
    kinds = ("open_", "take_", "compare_", "read_")
    looked = [each for each in entries if each.act.startswith(kinds) and each.act != "open_evidence"]
    return [(each.act, each.actor_id, dict(each.detail)) for each in looked]


def test_whoever_opens_evidence_is_recorded_once_an_hour(
    world: World, manager: Browser, browser: Browser, program: Programs, clock: ManualClock
) -> None:
    first, second = graded(world), graded(world, 20)
    card, me, about = f"/staff/attempts/{first.id}", world.manager.id, {"attempt_id": str(first.id)}
    link = link_of(manager.post(f"{card}/shares", days="7").text)
    for _ in range(2):
        for url in (card, f"{card}/replay", f"{card}/scorecard.csv", f"{card}/scorecard.json"):
            manager.get(url)
        manager.get(f"/staff/compare?attempt={first.id}&attempt={second.id}")
        manager.get(f"/staff/assessments/{world.assessment.id}/attempts.csv")
        browser.get(link)
        browser.post(link)
        browser.get(f"{link}/scorecard.json")
    client = program()
    client.ask("GET", f"/attempts/{first.id}/scorecard")
    (share,) = {detail["share_id"] for _, _, detail in looks(world) if "share_id" in detail}
    once = [
        ("open_scorecard", me, about),
        ("open_replay", me, about),
        ("take_scorecard_csv", me, about),
        ("take_scorecard_json", me, about),
        ("compare_scorecards", me, {"attempt_ids": sorted(map(str, (first.id, second.id)))}),
        ("take_attempts_csv", me, {"assessment_id": str(world.assessment.id)}),
        ("open_shared_scorecard", None, {"share_id": share, **about}),
        ("take_shared_scorecard_json", None, {"share_id": share, **about}),
        ("read_scorecard", me, {"token_id": str(client.made.kept.id), **about}),
    ]
    assert looks(world) == once
    clock.advance(minutes=61)
    manager.get(card)
    assert looks(world)[len(once) :] == once[:1]


def test_what_is_refused_or_not_there_is_no_look(world: World, app: Flask, manager: Browser) -> None:
    attempt = world.running()
    stranger = Browser(app.test_client()).sign_in(world.stranger.email)
    stranger.get(f"/staff/attempts/{attempt.id}", 404)
    manager.get(f"/staff/attempts/{attempt.id}/scorecard.xls", 404)
    manager.get(f"/staff/compare?attempt={attempt.id}")
    assert looks(world) == []


def test_the_page_is_narrowed_and_goes_on(world: World, admin: Browser) -> None:
    for _ in range(60):
        world.invite()
    page = admin.get("/staff/audit").text
    assert page.count('<th scope="row"') == 50
    following = re.search(r'href="([^"]+)">Next', page)
    assert following
    rest = admin.get(following[1].replace("&amp;", "&")).text
    numbers = [int(each) for each in re.findall(r'<th scope="row" class="num">(\d+)', page + rest)]
    assert numbers == list(range(numbers[0], 0, -1)), "every entry once, the newest first"
    invited = admin.get(f"/staff/audit?act=invite_candidate&actor={world.manager.id}").text
    assert "Sign in</td>" not in invited
    assert "Invite candidate</td>" in invited
    assert "No such entry" in admin.get("/staff/audit?until=2020-01-01").text
    for odd in ("actor=x", "since=x", "before=x", "before=99999999999999999999"):
        admin.get(f"/staff/audit?{odd}")


def test_the_page_checks_the_log_and_gives_it_out(world: World, admin: Browser) -> None:
    world.invite()
    assert "as they were written" in admin.get("/staff/audit?check=1").text
    lines = [json.loads(line) for line in admin.get("/staff/audit.jsonl").text.splitlines()]
    with world.application.work(readonly=True) as work:
        assert lines == [each.to_json() for each in export_log(work, "ours")]
    assert lines[-1]["act"] == "take_audit_log"
    with psycopg.connect(world.application.database.dsn) as connection:
        connection.execute("alter table audit_entry disable trigger all")
        connection.execute("update audit_entry set act = 'nothing' where number = 1")
    assert "Entry 1 was changed" in admin.get("/staff/audit?check=1").text
