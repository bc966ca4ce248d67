"""What is typed stays: offline, in two windows, after a reload."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.looks import Look
from tests.e2e.pages import Workbench
from tests.e2e.watching import Complaints


def test_nothing_typed_is_lost(bench: Workbench, heard: Complaints, look: Look) -> None:
    page = bench.page
    heard.expected += ["ERR_INTERNET_DISCONNECTED", "409 (CONFLICT)"]
    bench.write("SELECT 'saved';")
    bench.saved()
    page.context.set_offline(True)
    bench.write("SELECT 'typed offline';")
    expect(bench.save_state).to_contain_text("Offline, kept in this browser", timeout=8_000)
    look(page, "offline", ".desk")
    page.context.set_offline(False)
    bench.saved()
    page.reload()
    expect(bench.editor).to_contain_text("typed offline")

    second = Workbench(page.context.new_page())
    second.page.goto(page.url)
    second.write("SELECT 'second tab';")
    second.saved()
    bench.write("SELECT 'first tab';")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("#conflict-mine")).to_have_text("SELECT 'first tab';", timeout=8_000)
    expect(dialog.locator("#conflict-theirs")).to_have_text("SELECT 'second tab';")
    look(page, "conflict")
    dialog.get_by_role("button").first.click()
    bench.saved()
    second.page.reload()
    expect(second.editor).to_contain_text("first tab")
    second.page.close()
