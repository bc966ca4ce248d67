"""The newcomer's walk in the README, done as it is written: what is bold there is ticked, chosen or pressed here."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ROOT
from tests.e2e.pages import GRADED_SECONDS, SLOW, Workbench

HEADING = "## Ten minutes: from nothing to a scorecard\n"
STEP = re.compile(r"^(\d+)\. (.*?)(?=^\d+\. |^\S)", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
REPORT = ".statement pre"


def steps() -> dict[int, str]:
    """The text of each numbered step of the walk."""
    walk = (ROOT / "README.md").read_text().split(HEADING)[1].split("\n## ")[0]
    return {int(number): " ".join(text.split()) for number, text in STEP.findall(walk)}


def named(page: Page, name: str) -> Locator:
    """What bears that name: a button, a link, a box to tick, what opens."""
    begins = re.compile(rf"^\s*{re.escape(name)}(\s|$)")
    kinds = (page.get_by_role("button", name=begins), page.get_by_role("link", name=begins))
    others = (page.get_by_role("checkbox", name=name), page.locator("summary", has_text=name))
    found = kinds[0]
    for each in (*kinds[1:], *others):
        found = found.or_(each)
    return found.filter(visible=True)


def follow(page: Page, text: str) -> None:
    """Press, tick and choose what is bold in a step, in its order."""
    for name in BOLD.findall(text):
        found = named(page, name).last
        expect(found, f"README: {name}").to_be_enabled(timeout=SLOW)
        found.click()


def test_the_walk_of_the_readme(candidate, manager, stack):
    walk = steps()
    assert list(walk) == [1, 2, 3, 4, 5, 6, 7]

    candidate.goto(stack.link)
    for number in (2, 3):
        follow(candidate, walk[number])
    before, run, after = walk[4].partition("**Run**")
    follow(candidate, before)
    bench = Workbench(candidate)
    bench.write(candidate.locator(REPORT).first.inner_text())
    follow(candidate, run)
    expect(bench.status).to_contain_text("rows", timeout=SLOW)
    follow(candidate, after)
    expect(candidate.locator("#submit-dialog")).to_be_hidden(timeout=SLOW)
    follow(candidate, walk[5])
    expect(candidate.get_by_role("heading", level=1)).to_contain_text("Thank you")

    follow(manager, walk[6])
    _until_graded(manager)
    points = re.search(r"gives you (\d+) of", walk[7])
    assert points is not None
    expect(manager.get_by_text(re.compile(rf"\b{points[1]}\b")).first).to_be_visible()
    follow(manager, walk[7])
    expect(manager.get_by_role("img", name="Work done by PostgreSQL").first).to_be_visible()


def _until_graded(page: Page) -> None:
    give_up = time.monotonic() + GRADED_SECONDS
    while page.get_by_text("Being graded").count() and time.monotonic() < give_up:
        page.wait_for_timeout(1000)
        page.reload()
