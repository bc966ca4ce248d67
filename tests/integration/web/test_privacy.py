"""On pages administrators give out, hold and erase what is known about a candidate, and say how long it is kept."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.integration.web.conftest import Browser
from tests.integration.web.test_reports import graded
from tests.integration.world import World


@pytest.fixture
def admin(app: Flask) -> Browser:
    return Browser(app.test_client()).sign_in("admin@ours.example")


def test_from_the_scorecard_to_erased(world: World, admin: Browser, manager: Browser) -> None:
    attempt = graded(world)
    data = f"/staff/candidates/{attempt.candidate_id}"
    assert data in admin.get(f"/staff/attempts/{attempt.id}").text
    assert data not in manager.get(f"/staff/attempts/{attempt.id}").text
    page = admin.get(data).text
    assert "What stays," in page
    held = admin.get(f"{data}/data.json").get_json()
    assert held["candidate"][0]["name"] == "Cand Idate"
    page = admin.post(f"{data}/holds", reason="A lawsuit.").text
    assert "Nothing can be erased before it is lifted" in page
    admin.post(f"{data}/erase", 409, typed="Cand Idate", why="asked")
    lift = re.search(r'action="([^"]+/lift)"', admin.get(data).text)
    assert lift
    assert "Lifted" in admin.post(lift[1]).text
    assert "Type it exactly" in admin.post(f"{data}/erase", 400, typed="", why="asked").text
    admin.post(f"{data}/erase", 400, typed="Somebody", why="asked")
    admin.get(data)
    page = admin.post(f"{data}/erase", typed="Cand Idate", why="asked").text
    assert "Erased. What stays names nobody." in page
    assert "Cand Idate" not in page
    assert "erased" in admin.get(f"/staff/attempts/{attempt.id}").text
    assert "Erase candidate" in admin.get("/staff/audit?act=erase_candidate").text


def test_what_the_rule_says_is_what_candidates_are_told(
    world: World, admin: Browser, browser: Browser
) -> None:
    link = world.invite().token
    assert "keeps your answers and the record for 12 months" in browser.open(link).get(f"/i/{link}").text
    rule = {"finished": "6", "unstarted": "1", "recordings": "3", "ending": "anonymous"}
    admin.get("/staff/retention")
    assert "Nothing is changed yet." in admin.post("/staff/retention", preview="1", **rule).text
    assert "for 12 months" in browser.get(f"/i/{link}").text
    page = admin.post("/staff/retention", **rule).text
    assert "The rule is set." in page
    assert re.search(r'name="finished"[^>]*value="6"', page)
    told = browser.get(f"/i/{link}").text
    assert "keeps your answers and the record for 6 months" in told
    assert "what your answers scored stays without them" in told
    assert "erased after 3 months" in told
    admin.get("/staff/retention")
    assert (
        "Between 1 and 120 months." in admin.post("/staff/retention", 400, **{**rule, "finished": "0"}).text
    )
