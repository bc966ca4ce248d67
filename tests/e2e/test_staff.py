"""A manager reads scorecards."""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.e2e.pages import GRADED_SECONDS, Assessment

ALL_RIGHT = "Mira Okafor"
"""Who answers everything rightly in the demo, so that plans are compared."""


def test_the_scorecard_opens_down_to_the_plan(manager, shoot, accessible):
    accessible(manager)
    shoot(manager, "assessments")
    manager.get_by_role("navigation", name="Main").get_by_role("link", name="Candidates").click()
    accessible(manager)
    shoot(manager, "candidates")
    graded = manager.locator("tbody tr", has_text=re.compile("Graded")).filter(has_text=ALL_RIGHT)
    give_up = time.monotonic() + GRADED_SECONDS
    while not graded.count() and time.monotonic() < give_up:
        manager.wait_for_timeout(1000)
        manager.reload()
    graded.get_by_role("link").click()

    expect(manager.get_by_role("heading", name="Overall")).to_be_visible()
    expect(manager.get_by_role("heading", name="Competencies")).to_be_visible()
    shoot(manager, "scorecard")
    plan = manager.locator("details.plan").first
    if plan.get_attribute("open") is None:
        plan.locator("summary").first.click()
    expect(plan.get_by_role("columnheader", name="Rows estimated")).to_be_visible()
    expect(plan.get_by_role("row").nth(1)).to_contain_text("Level 1")
    manager.get_by_text("How to reproduce this").first.click()
    expect(manager.get_by_text("Challenge version").first).to_be_visible()
    expect(manager.get_by_role("img", name="Work done by PostgreSQL").first).to_be_visible()
    accessible(manager)


def test_the_forms_are_accessible_and_the_link_is_shown_once(manager, link, accessible, complaints):
    expect(manager.get_by_label("Invitation link")).to_have_value(link)
    accessible(manager)
    manager.goto("/staff/assessments/new")
    accessible(manager)
    complaints.expected.append("400 (BAD REQUEST)")
    manager.get_by_role("button", name="Save as draft").click()
    expect(manager.get_by_text("Choose at least one challenge.")).to_be_visible()


def test_the_pages_around_scorecards(manager, look):
    Assessment(manager).open()
    look(manager, "assessment")
    assessment = manager.url
    for page in ("preview", "pipeline", "statistics", "impact"):
        manager.goto(f"{assessment}/{page}")
        expect(manager.get_by_role("heading", level=1)).to_be_visible()
        look(manager, page)

    manager.goto("/staff/attempts")
    rows = manager.locator("tbody tr").filter(has_text=ALL_RIGHT)
    scorecard = rows.get_by_role("link", name=ALL_RIGHT).first.get_attribute("href")
    manager.goto(f"{scorecard}/replay")
    expect(manager.get_by_role("heading", name="Replay")).to_be_visible()
    manager.get_by_role("button", name="Forward").click()
    look(manager, "replay")

    manager.goto("/staff/attempts")
    links = [link.get_attribute("href") for link in manager.locator("tbody th a, tbody td a").all()]
    attempts = [
        link.rpartition("/")[2] for link in links if re.fullmatch(r"/staff/attempts/[0-9a-f-]+", link or "")
    ]
    manager.goto("/staff/compare?" + "&".join(f"attempt={each}" for each in attempts[-3:]))
    expect(manager.get_by_role("heading", level=1)).to_be_visible()
    look(manager, "compare")


def test_an_assessment_is_put_together(manager, look):
    manager.goto("/staff/assessments/new")
    manager.get_by_label("Title").fill("A first round")
    manager.get_by_role("button", name="Add").first.click()
    look(manager, "builder")
    for name, page in (
        ("roles", "roles"), ("role", "roles/new?copy=analyst"), ("ready", "assessments/ready"),
    ):  # fmt: skip
        manager.goto(f"/staff/{page}")
        expect(manager.get_by_role("heading", level=1)).to_be_visible()
        look(manager, name)
