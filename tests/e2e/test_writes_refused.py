"""The application's database takes no writes for a while. The last file: the worker, too, needs a while to be back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.faults import hand_in_until_it_works, readonly_database, receipts
from tests.e2e.pages import SLOW, Workbench
from tests.e2e.watching import Complaints, Stack

LONG = 15_000


def test_the_database_takes_no_writes(bench: Workbench, stack: Stack, heard: Complaints) -> None:
    heard.expected += ["Failed to load resource"]
    before = receipts(stack, bench.page)
    with readonly_database(stack):
        bench.write("SELECT 'typed meanwhile';")
        expect(bench.save_state).to_contain_text("Offline, kept in this browser", timeout=LONG)
        bench.button("Hand in…").click()
        dialog = bench.page.locator("#submit-dialog")
        dialog.get_by_role("button", name="Hand in", exact=True).click()
        problem = bench.page.locator("#submit-problem")
        expect(problem).to_contain_text("what you wrote is kept, and lost time is added", timeout=LONG)
        dialog.get_by_role("button", name="Go on working").click()
    expect(bench.save_state).to_contain_text("Saved ", timeout=SLOW)
    shown = hand_in_until_it_works(bench, 3)
    assert receipts(stack, bench.page) == [*before, shown]
