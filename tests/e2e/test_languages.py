"""What the scripts say in another language, and times in the candidate's own zone, in one sitting that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.pages import SIZES, SLOW, Assessment, Invitation, SignIn, Workbench
from tests.e2e.watching import Complaints, Stack
from tests.pseudo import LANGUAGE, missed, wide

ZONE = ZoneInfo("Asia/Kolkata")
LETTERS = """(hidden) => {
  const found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return void found.push(node.data.trim());
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(hidden)) return;
    for (const name of ["title", "aria-label", "placeholder", "alt"]) found.push(node.getAttribute(name) ?? "");
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return found.filter(Boolean);
}"""
WRITTEN = (
    "script, style, code, pre, kbd, time, .prose, .cm-content, .cm-gutters, .cm-tooltip-autocomplete, .brand, "
    ".siblings, h1, h2:not([id]), [role=gridcell], .grid [role=columnheader], .node strong, .said, .er text, option, "
    ".whoami, .sample, .type, summary .count, .badge.kind, .run-summary"
)
"""What people or PostgreSQL wrote: SQL, names, values, plans, statements and their titles, and results in a line."""
NAMES = (
    "SQLSTATE", "CSV", "Asia/Calcutta", "Asia/Kolkata", "SELECT", "BEGIN", "DO", "RAISE", "NOTICE", "END", "Aggregate",
    "Function Scan on generate_series", 'column "nope" does not exist',
)  # fmt: skip


@pytest.fixture(scope="module")
def heard() -> Complaints:
    return Complaints()


@pytest.fixture(scope="module")
def link(browser: Browser, stack: Stack) -> str:
    staff = browser.new_context(base_url=stack.base_url)
    page = staff.new_page()
    SignIn(page).sign_in(stack.email, stack.password)
    made = Assessment(page).open().invite("Indira Example", "indira@mail.example")
    staff.close()
    return made


@pytest.fixture(scope="module")
def context(browser: Browser, stack: Stack, heard: Complaints) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=stack.base_url, viewport=SIZES["1440x900"], timezone_id=ZONE.key)
    heard.listen(made)
    yield made
    made.close()


@pytest.fixture(scope="module")
def bench(context: BrowserContext, link: str) -> Workbench:
    """A candidate in Kolkata, in the first challenge, after one run."""
    page = context.new_page()
    invitation = Invitation(page).open(link)
    assert_local(page.locator("dd.date time"), "%d %b %Y, %H:%M GMT+5:30")
    bench = invitation.agree().start().open_first()
    bench.run("SELECT 1")
    expect(bench.status).to_contain_text("1 row", timeout=SLOW)
    return bench


def assert_local(shown: Locator, form: str) -> None:
    at = datetime.fromisoformat(shown.get_attribute("datetime") or "").astimezone(ZONE)
    expect(shown).to_have_text(at.strftime(form))
    expect(shown).to_have_attribute("title", re.compile(r"^Asia/(Kolkata|Calcutta); .* UTC$"))


def test_times_are_those_of_the_candidates_zone_which_is_named(bench: Workbench, heard: Complaints) -> None:
    bench.saved()
    expect(bench.save_state).to_have_attribute("title", re.compile(r"^Asia/(Kolkata|Calcutta); "))
    bench.page.get_by_role("tab", name="Runs").click()
    assert_local(bench.page.locator("#runs time").first, "%H:%M:%S")
    bench.page.reload()
    bench.page.get_by_role("tab", name="Runs").click()
    assert_local(bench.page.locator("#runs time").first, "%H:%M:%S")
    expect(bench.page.locator("#panel-runs [data-zone]")).to_have_text(
        re.compile(r"^Times are in your zone, Asia/(Kolkata|Calcutta)\.$")
    )
    assert heard.unexpected == []


def test_without_scripts_times_are_in_utc_and_say_so(browser: Browser, stack: Stack, link: str) -> None:
    context = browser.new_context(base_url=stack.base_url, timezone_id=ZONE.key, java_script_enabled=False)
    page = context.new_page()
    page.goto(link)
    shown = page.locator("time").first
    at = datetime.fromisoformat(shown.get_attribute("datetime") or "").astimezone(ZoneInfo("UTC"))
    expect(shown).to_have_text(at.strftime("%-d %b %Y, %H:%M UTC"))
    expect(page.locator("[data-zone]").first).to_have_text("Times are in UTC.")
    context.close()


def english(page: Page) -> set[str]:
    """What is to be read or heard in the page as it is now, and is not translated."""
    said: list[str] = page.evaluate(LETTERS, WRITTEN)
    names = (*NAMES, *page.locator("code").all_text_contents())
    return {text for text in said if missed(text, names)}


def test_the_workbench_speaks_the_readers_language(
    context: BrowserContext, bench: Workbench, heard: Complaints
) -> None:
    context.set_extra_http_headers({"Accept-Language": LANGUAGE})
    page = bench.page
    page.reload()
    expect(page.locator("#session-state")).to_have_text(wide("Session idle"))
    editor = page.locator(".cm-content")
    found: set[str] = set()

    def run(text: str, button: str, shows: Callable[[], None]) -> None:
        editor.focus()
        bench.press("Control+a", "Delete")
        page.keyboard.insert_text(text)
        page.locator(button).click()
        shows()
        found.update(english(page))

    run(
        "SELECT n FROM generate_series(1, 2000) AS n",
        "#run",
        lambda: expect(bench.status).to_contain_text(wide("rows")),
    )
    page.keyboard.press("Tab")
    bench.results.get_by_role("button").nth(2).click()
    expect(page.locator("#record-title")).to_contain_text(wide("Row"))
    found.update(english(page))
    page.locator("dialog[open] .primary").click()
    run(
        "SELECT nope",
        "#run",
        lambda: expect(bench.results.locator(".what")).to_have_text(wide("PostgreSQL reports an error")),
    )
    run(
        "SELECT 1; DO $$BEGIN RAISE NOTICE '1'; END$$",
        "#run-all",
        lambda: expect(bench.results.locator(".whole-run")).to_contain_text(wide("results in")),
    )
    run(
        "BEGIN", "#run", lambda: expect(page.locator("#session-state")).to_have_text(wide("In a transaction"))
    )
    for button in ("#explain", "#analyze"):
        run(
            "SELECT count(*) FROM generate_series(1, 99999)",
            button,
            lambda: expect(bench.results.locator(".plan-view")).to_be_visible(),
        )
    page.locator("#tab-tables").click()
    expect(page.locator("#schema-list [data-insert]").first).to_be_attached()
    found.update(english(page))
    page.locator("#schema-diagram").click()
    expect(page.locator("#diagram-title")).to_be_visible()
    found.update(english(page))
    page.locator("dialog[open] .primary").click()
    page.locator("#new-tab").click()
    page.locator("#find").click()
    expect(page.locator(".cm-search")).to_be_visible()
    found.update(english(page))
    editor.click()
    page.locator("#close-tab").click()
    page.locator("#submit").click()
    expect(page.locator("#submit-what")).not_to_be_empty()
    found.update(english(page))
    page.locator("#submit-now").click()
    expect(page.locator("#last-receipt code")).to_be_visible(timeout=SLOW)
    expect(page.locator("#submit-dialog")).to_be_hidden()
    found.update(english(page))
    assert found == set()
    assert heard.unexpected == []
