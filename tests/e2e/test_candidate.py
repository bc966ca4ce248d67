"""A candidate's way through a real browser, on real PostgreSQL servers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.pages import SLOW, Invitation, Workbench

PRACTICE_ANSWER = """SELECT c.customer_id, c.name, count(o.order_id) AS orders, coalesce(sum(o.total), 0) AS spent
FROM customer AS c
LEFT JOIN orders AS o ON o.customer_id = c.customer_id AND o.status <> 'cancelled'
GROUP BY c.customer_id, c.name
ORDER BY spent DESC, c.customer_id;"""


def test_from_the_link_to_the_receipt(candidate, link, look):
    invitation = Invitation(candidate).open(link)
    assert "/i/" not in candidate.url
    look(candidate, "invite")
    ready = invitation.agree()

    practice = ready.practise()
    candidate.go_back()
    candidate.get_by_text("Check your system").click()
    look(candidate, "ready")
    candidate.go_forward()
    practice.run(PRACTICE_ANSWER)
    expect(practice.results.locator("thead")).to_contain_text("customer_id")
    practice.hand_in("Try the grading…", "Grade it")
    expect(practice.results).to_contain_text("100 of 100", timeout=SLOW)
    expect(practice.results).to_contain_text("Passed")
    look(candidate, "practice")
    candidate.get_by_role("link", name="Back").click()

    overview = ready.start()
    bench = overview.open_first()
    _runs_and_errors(bench)
    bench.run(
        "SELECT n, n * 1.5 AS half_more, NULL AS nothing, '' AS empty FROM generate_series(1, 40) AS n;"
    )
    expect(bench.results).to_contain_text("40 rows")
    bench.saved()
    look(candidate, "challenge")

    receipt = bench.hand_in()
    assert re.fullmatch(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}", receipt)
    assert bench.hand_in() != receipt
    candidate.reload()
    expect(bench.editor).to_contain_text("generate_series(1, 40)")
    bench.back()
    expect(candidate.get_by_text("Handed in", exact=True)).to_be_visible()
    look(candidate, "overview")
    overview.finish()
    expect(candidate.get_by_text("What we received")).to_be_visible()
    look(candidate, "finished")


def _runs_and_errors(bench: Workbench) -> None:
    bench.run("SELECT 1 AS one,\n       NULL AS gone,\n       'Zoë' AS name;")
    head = bench.results.locator("thead th")
    expect(head).to_have_count(4)
    expect(head.nth(1)).to_contain_text("integer")
    expect(bench.results.locator(".null")).to_have_text("NULL")
    expect(bench.results.locator(".result-status")).to_contain_text("1 row")

    bench.run("SELECT U&'a\\202Eb\\0007' AS U&\"a\\202Eb\", '👩‍💻' AS kept;")
    expect(head.nth(1)).to_contain_text("a⟨U+202E⟩btext")
    cells = bench.results.get_by_role("gridcell")
    expect(cells.nth(0)).to_have_text("a⟨U+202E⟩b⟨U+0007⟩")
    expect(cells.nth(1)).to_have_text("👩‍💻")

    bench.run("SELECT '😀' AS smile,\n       no_such_column;")
    error = bench.results.locator(".run-error")
    expect(error).to_contain_text("42703")
    expect(error.get_by_role("button")).to_have_text("Line 2, column 8")
    expect(bench.page.locator(".cm-lintRange-error")).to_have_text("no_such_column")
    error.get_by_role("button").click()
    expect(bench.editor).to_be_focused()

    bench.write("SELECT 1;\nSELECT wrong;")
    bench.page.keyboard.press("Shift+Home")
    expect(bench.page.get_by_role("button", name="Run selection")).to_be_visible()
    bench.page.keyboard.press("Control+Enter")
    expect(error.get_by_role("button")).to_have_text("Line 2, column 8")
    bench.page.keyboard.press("Escape")
    bench.page.keyboard.press("Tab")
    expect(bench.page.locator("#run")).to_be_focused()
