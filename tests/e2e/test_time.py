"""Time through a real browser: breaks, minutes that arrive by themselves, a wrong clock, a deadline offline."""

from __future__ import annotations

import hashlib
import re

import psycopg
from playwright.sync_api import Page, expect

from tests.e2e.looks import Look
from tests.e2e.pages import SLOW, Assessment, Invitation, Workbench

AN_HOUR_FAST = """
const Right = Date;
window.Date = class extends Right {
  constructor(...given) { given.length ? super(...given) : super(Right.now() + 3600000); }
  static now() { return Right.now() + 3600000; }
};
"""
PASTED = "SELECT 'pasted';"
SHORT_TITLE = "With breaks"
CHALLENGE = "The late-invoices report that takes too long"
MOST_RELOADS = 60


def invite_with_rules(manager: Page) -> str:
    """A link to an assessment whose first challenge has a time of its own, with breaks and shared results."""
    manager.goto("/staff/assessments/new")
    manager.get_by_label("Title").fill(SHORT_TITLE)
    manager.get_by_label("Breaks (minutes)").fill("15")
    manager.get_by_label("AI assistants").select_option("logged")
    manager.get_by_label("Candidates see of their results").select_option("checks")
    manager.get_by_role("button", name=f"Add {CHALLENGE}").click()
    manager.get_by_label("Own time").fill("20")
    manager.get_by_role("button", name="Save as draft").click()
    manager.get_by_role("button", name="Publish").click()
    return Assessment(manager).invite("Tim Ewell", "tim@mail.example")


def test_breaks_and_added_minutes_move_the_clock_without_a_reload(manager, candidate, look, accessible):
    link = invite_with_rules(manager)
    invitation = Invitation(candidate).open(link)
    expect(candidate.get_by_text("The clock may be stopped for 15 minutes in all.")).to_be_visible()
    expect(candidate.locator(".rule-list")).to_contain_text("AI assistants")
    candidate.get_by_text("Ask for extra time").click()
    candidate.get_by_label("Your message").fill("I read slowly.")
    candidate.get_by_role("button", name="Send").click()
    expect(candidate.locator(".message-told")).to_contain_text("I read slowly.")
    look(candidate, "accommodation")

    manager.goto("/staff/attempts")
    expect(manager.get_by_role("row", name="Tim Ewell")).to_contain_text("Asks")
    manager.get_by_role("link", name="Tim Ewell").click()
    manager.get_by_role("button", name="Extra time…").click()
    manager.get_by_label("Extra time", exact=True).select_option("50")
    manager.get_by_role("button", name="Set", exact=True).click()
    overview = invitation.agree().start()
    accessible(candidate)

    candidate.locator(".challenge-card a").first.click()
    expect(candidate.get_by_text("30 minutes", exact=True)).to_be_visible()
    look(candidate, "begin")
    candidate.get_by_role("button", name="Begin").click()
    bench = Workbench(candidate)
    bench.write(PASTED)
    bench.saved()

    manager.reload()
    manager.get_by_role("button", name="Add time…").click()
    manager.get_by_label("Minutes to add").fill("5")
    manager.get_by_label("Why").fill("Fire alarm")
    manager.get_by_role("button", name="Add time", exact=True).click()
    expect(candidate.locator("#clock-news")).to_have_text("5 minutes were added to your time.", timeout=SLOW)
    expect(manager.locator(".timeline")).to_contain_text("5 minutes, by Morgan Manager, because: Fire alarm")
    bench.back()
    rest_and_go_on(candidate, look)

    candidate.get_by_text("What was recorded so far").click()
    pasted = f"Pasted into the editor: {len(PASTED)} characters, copied outside"
    expect(candidate.locator(".record")).to_contain_text(pasted)
    overview.finish()
    candidate.get_by_text("Contest the result").click()
    candidate.get_by_label("Your message").fill("The statement has a mistake.")
    candidate.get_by_role("button", name="Send").click()
    expect(candidate.locator("#contest .message-told")).to_contain_text("The statement has a mistake.")
    look(candidate, "contest")
    expect_results(candidate, look)


def expect_results(page: Page, look: Look) -> None:
    """What this assessment shares, once all is graded."""
    results = page.get_by_role("region", name="Your results")
    for _ in range(MOST_RELOADS):
        if results.is_visible():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(results).to_contain_text("of 100")
    expect(results.locator(".checks li").first).to_be_visible()
    look(page, "results-sheet")


def rest_and_go_on(page: Page, look: Look) -> None:
    """Stop the clock in one page; another page of the same sitting follows."""
    title = page.locator(".challenge-card a").first.inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Take a break…").click()
    page.get_by_role("button", name="Stop the clock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are on a break")
    expect(page.get_by_text(title)).to_have_count(0)
    look(page, "break")
    expect(other.get_by_role("heading", level=1)).to_have_text("You are on a break", timeout=SLOW)
    other.close()
    page.get_by_role("button", name="Go on working").click()
    expect(page.get_by_role("link", name=title)).to_be_visible()


def deadline(stack, page: Page, seconds: int) -> None:
    """As if the sitting had begun earlier: it ends in so many seconds; the page learns of it as it would."""
    attempt = re.search(r"/attempts/([0-9a-f-]+)/", page.url)[1]
    with psycopg.connect(stack.database) as connection:
        connection.execute(
            "update attempt set deadline_at = now() + make_interval(secs => %s) where id = %s",
            [seconds, attempt],
        )
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_clock_an_hour_off_changes_nothing(stack, candidate, link):
    candidate.context.add_init_script(AN_HOUR_FAST)
    invitation = Invitation(candidate).open(link)
    expect(candidate.locator("[data-check=clock]")).to_contain_text("1 h 0 min fast. That changes nothing")
    bench = invitation.agree().start().open_first()
    status = candidate.evaluate("fetch('../status').then(answer => answer.json())")
    shown = [int(part) for part in candidate.locator("[data-clock]").inner_text().split(":")]
    assert (
        abs(sum(part * 60**power for power, part in enumerate(reversed(shown))) - status["seconds_left"]) < 60
    )
    bench.write("SELECT 'saved';")
    bench.saved()
    for seconds, said in ((602, "10 minutes left"), (302, "5 minutes left"), (62, "One minute left")):
        deadline(stack, candidate, seconds)
        expect(bench.announced).to_have_text(said)


def test_a_deadline_that_passes_offline(stack, candidate, link, complaints):
    complaints.expected += ["ERR_INTERNET_DISCONNECTED"]
    bench = Invitation(candidate).open(link).agree().start().open_first()
    bench.write("SELECT 'saved';")
    bench.saved()
    # Long enough to type in on a busy machine: once the time is over, the editor takes no more.
    deadline(stack, candidate, 16)
    expect(candidate.locator("[data-clock]")).to_have_text(re.compile(r"^0:[01]\d$"))
    candidate.context.set_offline(True)
    bench.write("SELECT 'typed offline';")
    expect(candidate.get_by_role("dialog", name="The time is over")).to_be_visible(timeout=SLOW)
    candidate.context.set_offline(False)
    bench.saved()
    deadline(stack, candidate, -31)
    expect(candidate.get_by_role("heading", level=1)).to_contain_text("Thank you", timeout=SLOW)
    expect(candidate.get_by_text("last saved draft")).to_be_visible()
    expect(candidate.locator(".hash")).to_have_text(hashlib.sha256(b"SELECT 'typed offline';").hexdigest())
    expect(candidate.locator(".receipts tbody tr")).to_have_count(1)
