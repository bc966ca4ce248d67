"""A recruiter invites many people by mail, and watches what becomes of it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import SLOW, Assessment


@pytest.fixture
def invitations(manager):
    """The list of the demo's assessment."""
    manager.goto("/staff/")
    Assessment(manager).open()
    manager.get_by_role("link", name="Invitations", exact=True).click()
    return manager


def test_many_people_from_a_pasted_list_to_their_mails(invitations, shoot, accessible, box):
    page, mark = invitations, uuid4().hex[:6]
    page.get_by_role("link", name="Invite many").click()
    accessible(page)
    people = [f"{name} Example <{name.lower()}-{mark}@mail.example>" for name in ("Ada", "Bob", "Cleo")]
    lines = [*people, people[0], "Dora Example, no address"]
    page.get_by_label("Or paste people here").fill("\n".join(lines))
    shoot(page, "invite-many")
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_text("Nobody is invited yet")).to_be_visible()
    expect(page.get_by_text("The same address stands in line 1")).to_be_visible()
    expect(page.get_by_text("is no e-mail address")).to_be_visible()
    accessible(page)
    shoot(page, "import-preview")
    page.get_by_role("button", name="Invite 3 people").click()
    expect(page.get_by_text("3 people are invited")).to_be_visible(timeout=SLOW)
    page.get_by_role("link", name="See how they stand").click()
    page.get_by_label("Name, e-mail or external id").fill(mark)
    page.get_by_role("button", name="Find").click()
    sent = page.locator("tbody tr", has_text=re.compile("Sent"))
    expect(sent).to_have_count(3, timeout=SLOW)
    assert sorted(each for each in box.recipients if mark in each) == [
        f"{name}-{mark}@mail.example" for name in ("ada", "bob", "cleo")
    ]
    accessible(page)
    page.get_by_role("checkbox", name="Choose Bob Example").check()
    page.get_by_label("With the chosen").select_option("Withdraw")
    shoot(page, "invitations")
    page.wait_for_timeout(5_500)
    expect(page.get_by_role("checkbox", name="Choose Bob Example")).to_be_checked()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("Done for 1 of 1.")).to_be_visible()
    expect(page.locator("tbody tr", has_text="Bob Example")).to_contain_text("Withdrawn")
    accessible(page)


def test_what_mails_say(invitations, shoot, accessible, complaints):
    page = invitations
    page.get_by_role("link", name="the invitation", exact=True).click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    accessible(page)
    shoot(page, "mail-text")
    complaints.expected.append("400 (BAD REQUEST)")
    page.get_by_label("Text").fill("Come in, {candidat}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("{candidat} in the text is no variable")).to_be_visible()
    accessible(page)
    page.get_by_label("Text").fill("Come **in**, {candidate_name}: {link}")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".mail-preview strong")).to_have_text("in")
