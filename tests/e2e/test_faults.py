"""What breaks in a running sitting: no acknowledged text is lost, one submission, one receipt, clear words."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.faults import (
    dropping,
    hand_in_until_it_works,
    kill_broker,
    kill_postgres,
    kill_web,
    receipts,
)
from tests.e2e.pages import SLOW, Workbench
from tests.e2e.watching import Complaints, Stack

FAILED = "Failed to load resource"
LONG = 15_000


def test_ten_lost_answers_to_autosaves(bench: Workbench, heard: Complaints) -> None:
    heard.expected += [FAILED]
    bench.page.route("**/draft", dropping(10))
    for number in range(10):
        bench.write(f"SELECT 'typed {number}';")
        with bench.page.expect_event("requestfailed", timeout=LONG):
            bench.press("Control+Enter")
    bench.write("SELECT 'typed last';")
    expect(bench.save_state).to_contain_text("Saved ", timeout=LONG)
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    bench.page.unroute("**/draft")
    bench.page.reload()
    expect(bench.editor).to_have_text("SELECT 'typed last';")


def test_ten_lost_answers_to_a_submission(bench: Workbench, stack: Stack, heard: Complaints) -> None:
    heard.expected += [FAILED]
    bench.write("SELECT 'handed in over a bad line';")
    bench.saved()
    before = receipts(stack, bench.page)
    bench.page.route("**/submit", dropping(10))
    shown = hand_in_until_it_works(bench, 3)
    bench.page.unroute("**/submit")
    assert receipts(stack, bench.page) == [*before, shown]


def test_the_web_is_killed_while_it_saves_and_takes_an_answer(
    bench: Workbench, stack: Stack, heard: Complaints
) -> None:
    heard.expected += [FAILED]
    before = receipts(stack, bench.page)
    bench.write("SELECT 'acknowledged';")
    bench.saved()
    bench.page.route("**/draft", lambda route: (kill_web(stack), route.continue_()))
    bench.write("SELECT 'typed while it dies';")
    with bench.page.expect_request("**/draft"):
        bench.press("Control+Enter")
    bench.page.unroute("**/draft")
    expect(bench.save_state).to_contain_text("Saved ", timeout=SLOW)
    bench.page.route("**/submit", lambda route: (kill_web(stack), route.continue_()), times=1)
    shown = hand_in_until_it_works(bench, 10)
    bench.page.reload()
    expect(bench.editor).to_have_text("SELECT 'typed while it dies';")
    assert receipts(stack, bench.page) == [*before, shown]


def test_the_broker_is_killed(bench: Workbench, stack: Stack) -> None:
    state = bench.page.locator("#session-state")
    bench.write("BEGIN; SELECT 1;")
    bench.saved()
    bench.button("Run all").click()
    expect(state).to_have_text("In a transaction", timeout=SLOW)
    kill_broker(stack)
    bench.run("SELECT 2 AS two")
    expect(bench.results).to_contain_text("new session", timeout=SLOW)
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["2"])
    expect(state).to_have_text("Session idle")


def test_the_candidates_server_is_killed(bench: Workbench, stack: Stack) -> None:
    bench.run("CREATE TABLE IF NOT EXISTS outlives AS SELECT 42 AS answer")
    expect(bench.results).to_contain_text("SELECT", timeout=SLOW)
    bench.write("SELECT answer FROM outlives;")
    bench.saved()
    kill_postgres(stack, bench.page)
    bench.press("Control+Enter")
    ends = bench.results.get_by_role("gridcell").or_(bench.results.get_by_text("interrupted"))
    expect(ends.or_(bench.results.get_by_text("The server went away"))).to_be_visible(timeout=SLOW)
    if bench.grid.get_by_role("gridcell").count():
        # An answer can be quicker than its server's end: then the next run meets it.
        bench.press("Control+Enter")
    expect(bench.page.locator("#server-news-text")).to_contain_text("its data is as it was", timeout=SLOW)
    bench.press("Control+Enter")
    expect(bench.grid.get_by_role("gridcell")).to_have_text(["42"], timeout=SLOW)
    expect(bench.editor).to_have_text("SELECT answer FROM outlives;")
