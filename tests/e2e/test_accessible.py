"""States that no other test comes by: pages of links that open nothing, forms with mistakes, every dialog."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e import looks
from tests.e2e.looks import Look
from tests.e2e.pages import SLOW, Invitation, Workbench
from tests.e2e.watching import Complaints, Stack


def set_state(stack: Stack, page: Page, state: str) -> None:
    """The attempt as it is after something that takes days, or that staff do."""
    attempt = re.search(r"/attempts/([0-9a-f-]+)/", page.url)[1]
    with psycopg.connect(stack.database) as connection:
        connection.execute("update attempt set state = %s where id = %s", [state, attempt])
    page.reload()


def test_links_that_open_nothing_say_what_to_do(
    stack: Stack, candidate: Page, link: str, complaints: Complaints, look: Look
) -> None:
    complaints.expected += ["404 (NOT FOUND)", "400 (BAD REQUEST)"]
    candidate.goto("/i/no-such-link")
    expect(candidate.get_by_role("heading", level=1)).to_have_text("We do not know this link")
    look(candidate, "wrong-link")
    candidate.goto("/")
    expect(candidate.get_by_role("heading", name="You are a candidate")).to_be_visible()
    looks.check(candidate)
    Invitation(candidate).open(link)
    candidate.evaluate("for (const form of document.forms) form.noValidate = true")
    candidate.get_by_role("button", name="Agree and continue").click()
    expect(candidate.get_by_text("Please tick the box")).to_be_visible()
    looks.check(candidate)
    set_state(stack, candidate, "expired")
    expect(candidate.get_by_role("heading", level=1)).to_have_text("This invitation has expired")
    look(candidate, "expired")
    set_state(stack, candidate, "revoked")
    expect(candidate.get_by_role("heading", level=1)).to_have_text("This invitation was withdrawn")
    looks.check(candidate)


def test_times_are_in_the_zone_of_the_reader(new_context: Callable[..., BrowserContext], link: str) -> None:
    page = new_context(timezone_id="Asia/Kathmandu").new_page()
    Invitation(page).open(link)
    shown = page.locator(".keyfacts time")
    ends = datetime.fromisoformat(shown.get_attribute("datetime") or "")
    expect(shown).to_have_text(f"{ends.astimezone(ZoneInfo('Asia/Kathmandu')):%d %b %Y, %H:%M} GMT+5:45")


@pytest.mark.parametrize("name", ["Keys", "Settings", "Hand in…"])
def test_dialogs_of_the_workbench(bench: Workbench, look: Look, name: str) -> None:
    bench.write("SELECT 1 AS one;")
    bench.saved()
    bench.button(name).click()
    expect(bench.page.get_by_role("dialog")).to_be_visible()
    look(bench.page, f"dialog-{name.lower().replace(' ', '-').rstrip('…')}")


def test_states_that_come_of_themselves(bench: Workbench, look: Look) -> None:
    bench.run("SELECT n, repeat('long ', 40) AS long FROM generate_series(1, 3) AS n")
    expect(bench.status).to_contain_text("3 rows")
    bench.grid.focus()
    bench.press("Enter")
    expect(bench.page.get_by_role("dialog", name="Row 1 of 3")).to_be_visible()
    look(bench.page, "record")
    bench.press("Escape")
    bench.page.get_by_role("tab", name="Runs").click()
    bench.page.locator("#runs summary").first.click()
    look(bench.page, "runs")
    bench.page.evaluate("document.getElementById('time-over').showModal()")
    look(bench.page, "dialog-time-over")
    bench.page.evaluate("document.getElementById('time-over').close()")
    bench.page.get_by_role("tab", name="Tables").click()
    bench.button("Start over with fresh data…").click()
    looks.check(bench.page)
    bench.button("Keep my data").click()
    bench.run("SELECT pg_sleep(60)")
    expect(bench.button("Cancel")).to_be_visible()
    looks.check(bench.page)
    # By now its ten seconds may be over.
    expect(bench.results).not_to_contain_text("Running…", timeout=SLOW)
