"""A change set: commented on by keyboard and mouse, scored at once, its comments beside the lines on the scorecard."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from assessor.packs.loader import Pack
from tests.e2e.looks import Look
from tests.e2e.pages import GRADED_SECONDS, Invitation, Workbench
from tests.e2e.test_scripts import CHALLENGES, invite

SLUG = "billing-migrations"


def line(page: Page, file: str, number: int) -> Locator:
    return page.locator(f'[data-name="{file}"] > [data-line="{number}"]')


def comment(at: Locator, kind: str, severity: str, text: str) -> None:
    at.get_by_role("button", name="Comment on line").click()
    at.get_by_label("What kind of problem").select_option(label=kind)
    at.get_by_label("How bad").select_option(label=severity)
    at.get_by_label("What happens, and what to do instead").fill(text)
    at.get_by_role("button", name="Done").click()


def by_keyboard(page: Page, file: Locator) -> None:
    """The second line is commented on without a mouse: arrows, Enter, Tab, and Escape when it is written."""
    file.get_by_role("button", name="Comment on line 1", exact=True).focus()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("D")
    page.keyboard.press("Escape")
    expect(page.get_by_text("as it is, the comment does not count")).to_be_visible()
    page.keyboard.press("W")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Is this the order of the tool?")
    page.keyboard.press("Escape")
    expect(file.get_by_role("button", name="Comment on line 2")).to_be_focused()


def write(page: Page, look: Look) -> None:
    bench = Workbench(page)
    billing, payments = "V101__invoice_currency.sql", "V103__payment_states.sql"
    comment(line(page, billing, 11), "Blocks the application with a lock", "Must not go out", "CONCURRENTLY.")
    comment(line(page, billing, 4), "Blocks the application with a lock", "Worth saying", "A rewrite.")
    by_keyboard(page, page.locator(f'[data-name="{payments}"]'))
    page.get_by_role("textbox", name="Your answer in Markdown").fill("Not on Thursday.")
    bench.saved()
    look(page, "review-desk", ".change-set")
    page.reload()
    expect(page.locator(".line-comment")).to_have_count(3)
    line(page, billing, 4).get_by_role("button", name="Edit").click()
    line(page, billing, 4).get_by_label("What happens").fill("Does this rewrite the table?")
    page.get_by_role("tab", name="Comments").click()
    page.get_by_role("button", name=f"{payments}, line 2").click()
    line(page, payments, 2).get_by_role("button", name="Remove").click()
    expect(page.locator("#comment-count")).to_have_text("2")
    bench.saved()
    bench.hand_in()
    bench.back()


def test_from_the_comments_to_the_scorecard(manager: Page, candidate: Page, look: Look) -> None:
    pack = Pack.from_folder(CHALLENGES / SLUG)
    overview = Invitation(candidate).open(invite(manager, pack)).agree().start()
    overview.open_first()
    write(candidate, look)
    overview.finish()

    manager.goto("/staff/attempts")
    manager.get_by_role("link", name="Sol Review").click()
    said = manager.get_by_text("1 of 10 found, 2 comments, 1 false alarm")
    for _ in range(GRADED_SECONDS):
        if said.count():
            break
        manager.wait_for_timeout(1000)
        manager.reload()
    expect(said).to_be_visible()
    expect(manager.locator(".planted.good")).to_contain_text("An index built without CONCURRENTLY")
    expect(manager.locator(".planted.bad")).to_have_count(9)
    expect(manager.locator(".line-comment").filter(has_text="False alarm")).to_contain_text(
        "no rewrite and no scan"
    )
    expect(manager.get_by_text(re.compile("Provisional: "))).to_be_visible()
    look(manager, "scorecard-review", ".change-set")
