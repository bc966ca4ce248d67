"""What candidates send, and how staff answer it."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from psycopg.types.json import Jsonb

from tests.e2e.conftest import _watched
from tests.e2e.pages import Invitation, SignIn


@pytest.fixture
def reviewer(new_context: Callable[..., BrowserContext], complaints, stack) -> Page:
    """A signed-in reviewer's browser; the demo's accounts share a password."""
    page = _watched(new_context, complaints)
    SignIn(page).sign_in("reviewer@demo.example", stack.password)
    return page


def graded_again(stack, concern_id: str) -> None:
    """As the worker would tell: it may be busy with other gradings for minutes."""
    change = "The check is passed and no longer failed."
    answer = {"slug": "late-invoices", "before": 0, "after": 25, "changes": [change], "causes": ["server"]}
    with psycopg.connect(stack.database) as connection:
        connection.execute(
            "update concern set shadow = %s where id = %s", [Jsonb({"answers": [answer]}), concern_id]
        )


def test_a_request_is_granted_where_it_is_answered(manager, candidate, link, look):
    Invitation(candidate).open(link)
    candidate.get_by_text("Ask for extra time").click()
    candidate.get_by_label("Your message").fill("I read slowly: half the time more would help.")
    candidate.get_by_role("button", name="Send").click()

    manager.goto("/staff/concerns")
    look(manager, "concerns")
    manager.get_by_role("row", name="I read slowly").get_by_role("link").click()
    manager.get_by_label("Extra time", exact=True).select_option("50")
    manager.get_by_label("Answer, as the candidate reads it").fill("Of course. You have 50 % more time.")
    look(manager, "request")
    manager.get_by_role("button", name="Grant", exact=True).click()
    expect(manager.get_by_text("So far 50 % of extra time")).to_be_visible()

    candidate.reload()
    expect(candidate.locator(".message-answered")).to_contain_text("You have 50 % more time.")
    look(candidate, "request-answered")


def test_a_contest_is_graded_again_looked_at_and_decided(stack, manager, reviewer, candidate, link, look):
    Invitation(candidate).open(link).agree().start()
    candidate.locator(".challenge-card a").first.click()
    candidate.get_by_role("textbox", name="SQL editor").wait_for()
    candidate.goto(candidate.url.partition("challenges")[0])
    candidate.get_by_role("button", name="Finish…").click()
    candidate.get_by_role("button", name="Finish now").click()
    candidate.get_by_text("Contest the result").click()
    candidate.get_by_label("Your message").fill("The server was slow all the time.")
    candidate.get_by_role("button", name="Send").click()

    reviewer.goto("/staff/concerns")
    reviewer.get_by_role("row", name="The server was slow").first.get_by_role("link").click()
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("A candidate contests the result")
    expect(reviewer.get_by_text("Ada Example")).to_have_count(0)
    reviewer.get_by_label("What you found").fill("Nothing was handed in, and no time was lost.")
    reviewer.get_by_role("button", name="The result is right").click()
    look(reviewer, "contest-reviewer")

    manager.goto(reviewer.url)
    expect(manager.get_by_text("Riley Reviewer")).to_be_visible()
    expect(manager.get_by_text("Possible once the answers were graded again.")).to_be_visible()
    graded_again(stack, manager.url.rpartition("/")[2])
    manager.reload()
    expect(manager.get_by_role("region", name="Scores before and again")).to_contain_text("25")
    manager.get_by_label("Reason, as the candidate reads it").fill("Two people looked, and all is right.")
    look(manager, "contest-decided")
    manager.get_by_role("button", name="The result stands").click()
    expect(manager.get_by_text("Morgan Manager").last).to_be_visible()
    candidate.reload()
    expect(candidate.locator("#contest .message-answered")).to_contain_text("Two people looked")
