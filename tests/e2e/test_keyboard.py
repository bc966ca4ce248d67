"""A whole sitting by keyboard alone: everything is reached, shows that it has the focus, and keeps it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.keyboard import Keyboard
from tests.e2e.pages import SLOW, Workbench

BEGINNING = "SELECT n, n * 2 AS twice FROM generate_series(1, 30) AS n"


def test_a_whole_sitting_by_keyboard_alone(candidate: Page, link: str) -> None:
    keys = Keyboard(candidate)
    candidate.goto(link)
    agree_and_prepare(candidate, keys)
    practise(candidate, keys)
    start(candidate, keys)
    keys.use(candidate.locator(".challenge-card a").first)
    bench = Workbench(candidate)
    write_and_run(bench, keys)
    read_the_results(bench, keys)
    use_the_panels(bench, keys)
    read_the_sheets(bench, keys)
    hand_in(bench, keys)
    keys.use(candidate.get_by_role("navigation", name="Challenges").get_by_role("link").nth(1))
    expect(candidate.locator("[aria-current=page]")).to_have_text("2")
    keys.use(candidate.get_by_role("link", name="Overview"))
    finish(candidate, keys)
    assert keys.touched_nothing()


def agree_and_prepare(page: Page, keys: Keyboard) -> None:
    """Skip the top, ask for something and do not send it, agree."""
    expect(page.get_by_text("invites you")).to_be_visible()
    keys.use(page.get_by_role("link", name="Skip to the content"))
    ask = page.get_by_text("Ask for extra time, breaks")
    keys.use(ask)
    keys.to(page.get_by_label("Your message"))
    keys.to(ask, "Shift+Tab")
    keys.press("Space")
    keys.use(page.get_by_role("button", name="Agree and continue"))
    agree = page.get_by_label("I have read what is recorded")
    expect(agree).to_be_focused()
    keys.press("Space")
    keys.use(page.get_by_role("button", name="Agree and continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Get ready")


def practise(page: Page, keys: Keyboard) -> None:
    """As often as one likes: here once, and back."""
    keys.use(page.get_by_text("Check your system, ask for something"))
    expect(page.locator("[data-check=browser]")).not_to_contain_text("Not checked yet")
    expect(page.locator(".servers li").first).to_contain_text("Ready", timeout=SLOW)
    keys.use(page.get_by_role("link", name="Open practice"), step="Shift+Tab")
    bench = Workbench(page)
    keys.to(bench.editor)
    keys.type("SELECT 'practice' AS tried;")
    keys.press("Control+Enter")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["practice"], timeout=SLOW)
    keys.press("Control+Shift+Enter", "Tab", "Enter")
    expect(bench.results).to_contain_text("of 100", timeout=SLOW)
    keys.use(page.get_by_role("link", name="Back"), step="Shift+Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get ready")


def start(page: Page, keys: Keyboard) -> None:
    """Think again once: the focus comes back to the button."""
    begin = page.get_by_role("button", name="Start", exact=True)
    keys.use(begin)
    expect(page.get_by_role("dialog", name="Start the clock?")).to_be_visible()
    keys.press("Escape")
    expect(begin).to_be_focused()
    keys.press("Enter")
    keys.use(page.get_by_role("button", name="Start now"))
    expect(page.get_by_role("timer")).to_be_visible(timeout=SLOW)


def write_and_run(bench: Workbench, keys: Keyboard) -> None:
    """Write, run, explain, cancel; a scratch tab; out of the editor by Esc and Tab."""
    keys.to(bench.editor)
    keys.type(BEGINNING)
    keys.press("F5")
    expect(bench.status).to_contain_text("30 rows", timeout=SLOW)
    keys.press("F7")
    expect(bench.results.get_by_role("treegrid")).to_be_visible()
    keys.press("Tab")
    expect(bench.editor).to_be_focused()
    keys.press("Control+z", "Escape", "Tab")
    expect(bench.page.locator("#run")).to_be_focused()
    keys.use(bench.button("New scratch tab"), step="Shift+Tab")
    expect(bench.editor).to_be_focused()
    keys.type("SELECT pg_sleep(60)")
    keys.press("Escape")
    keys.use(bench.page.locator("#run"))
    expect(bench.results).to_contain_text("Running…")
    keys.use(bench.button("Cancel"))
    expect(bench.results).to_contain_text("Cancelled", timeout=SLOW)
    expect(bench.page.locator("#run")).to_be_focused()
    keys.to(bench.tab("Scratch 1"), "Shift+Tab")
    keys.press("ArrowLeft")
    expect(bench.tab("Answer")).to_be_focused()
    keys.press("ArrowRight", "Delete")
    expect(bench.tab("Scratch 1")).to_have_count(0)
    expect(bench.tab("Answer")).to_be_focused()


def read_the_results(bench: Workbench, keys: Keyboard) -> None:
    """The plan that is still there, then a grid."""
    first = bench.results.get_by_role("treegrid").get_by_role("row").nth(1)
    keys.to(first)
    keys.press("ArrowLeft")
    expect(first).to_be_focused()
    keys.use(bench.page.locator("#run"), step="Shift+Tab")
    expect(bench.status).to_contain_text("30 rows")
    expect(bench.page.locator("#run")).to_be_focused()
    keys.to(bench.grid)
    keys.press("Control+End")
    expect(bench.grid.locator(".active")).to_have_text("60")
    keys.press("Enter")
    record = bench.page.get_by_role("dialog", name="Row 30 of 30")
    expect(record.get_by_role("definition")).to_have_text(["30", "60"])
    keys.press("Escape")
    expect(bench.grid).to_be_focused()
    keys.to(bench.editor, "Shift+Tab")
    keys.press("Control+End")
    keys.type(";\nSELECT nope;")
    keys.press("Control+Enter")
    expect(bench.results).to_contain_text("42703")
    keys.press("Escape")
    keys.use(bench.button("Line 2, column 8"))
    expect(bench.editor).to_be_focused()
    keys.press("Control+z")
    bench.saved()


def use_the_panels(bench: Workbench, keys: Keyboard) -> None:
    """Tables with their diagram, runs, and the borders between panels."""
    page = bench.page
    keys.to(page.get_by_role("tab", name="Task"), "Shift+Tab")
    keys.press("ArrowRight")
    expect(page.get_by_role("tab", name="Tables")).to_be_focused()
    table = page.locator(".table-info").first
    expect(table.get_by_role("region")).to_be_visible(timeout=SLOW)
    keys.to(table.get_by_role("region"))
    keys.to(page.get_by_label("Filter tables and columns"), "Shift+Tab")
    keys.use(page.get_by_role("button", name="Diagram…"))
    diagram = page.get_by_role("dialog", name="Diagram of the tables")
    expect(diagram.get_by_role("img", name="Tables and their references")).to_be_visible()
    keys.use(diagram.get_by_text("In words"))
    keys.press("Escape")
    expect(page.get_by_role("button", name="Diagram…")).to_be_focused()
    keys.to(page.get_by_role("tab", name="Tables"), "Shift+Tab")
    keys.press("ArrowRight")
    keys.use(page.locator("#runs summary").first)
    keys.use(page.locator("#runs").get_by_role("button", name="Run again").first)
    for name, key in (("Width of the task", "ArrowRight"), ("Height of the editor", "ArrowDown")):
        border = keys.to(page.get_by_role("separator", name=name))
        before = int(border.get_attribute("aria-valuenow") or 0)
        keys.press(key)
        expect(border).to_have_attribute("aria-valuenow", str(before + 3))
        keys.press("Enter")


def read_the_sheets(bench: Workbench, keys: Keyboard) -> None:
    """Keys and settings, and back to where one was."""
    opener = bench.button("Keys")
    keys.use(opener, step="Shift+Tab")
    expect(bench.page.get_by_role("dialog", name="Keys")).to_contain_text("Leave the editor")
    keys.press("Escape")
    expect(opener).to_be_focused()
    keys.press("F1")
    expect(bench.page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    keys.use(bench.button("Settings"), step="Shift+Tab")
    settings = bench.page.get_by_role("dialog", name="Settings")
    keys.to(settings.get_by_label("As the system"))
    keys.press("ArrowDown", "ArrowDown")
    expect(settings.get_by_label("Dark")).to_be_checked()
    expect(bench.page.locator("body")).to_have_css("color", "rgb(232, 235, 242)")
    keys.press("ArrowDown")
    keys.use(settings.get_by_role("button", name="Close"))
    expect(bench.button("Settings")).to_be_focused()


def hand_in(bench: Workbench, keys: Keyboard) -> None:
    """Asked first, confirmed by a receipt that can be kept."""
    submit = bench.button("Hand in…")
    keys.use(submit)
    dialog = bench.page.get_by_role("dialog", name="Hand in this answer?")
    keys.use(dialog.get_by_role("button", name="Hand in", exact=True))
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(submit).to_be_focused()
    receipt = bench.page.locator("#last-receipt a")
    keys.to(receipt, "Shift+Tab")
    with bench.page.expect_download() as kept:
        keys.press("Enter")
    assert BEGINNING in kept.value.path().read_text()


def finish(page: Page, keys: Keyboard) -> None:
    """Read the record, finish, read what was received."""
    keys.use(page.get_by_text("What was recorded so far"))
    keys.to(page.get_by_label("What was recorded", exact=True))
    keys.use(page.get_by_role("button", name="Finish…"))
    keys.use(page.get_by_role("button", name="Finish now"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    keys.to(page.get_by_role("region", name="Receipts"))
    link = page.locator(".receipts a").first
    expect(link).to_have_text(re.compile(r"^[0-9A-F]{4}(-[0-9A-F]{4}){2}$"))
    keys.to(link)
    keys.use(page.get_by_text("Contest the result, or answer the record"))
    keys.to(page.get_by_label("Your message"))
