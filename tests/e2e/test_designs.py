"""A design answer: written, scored at once where that can be, read by two people, decided by a third."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.looks import Look
from tests.e2e.pages import GRADED_SECONDS, Invitation, SignIn, Workbench
from tests.e2e.watching import Complaints, Stack

TEXT = """# Decision

Shared tables with row-level security.

| who | may |
|---|---|
| app | DML under policies |

```mermaid
erDiagram
    TENANT ||--o{ CUSTOMER : has
    CUSTOMER {
        int tenant_id PK
        bigint id PK
    }
```
"""
RATERS = ("reviewer@demo.example", "rowan@demo.example", "reese@demo.example")
DESIGN = "Ten thousand tenants on one instance"


def invited(manager: Page) -> str:
    manager.goto("/staff/")
    manager.locator(".assessment-card a").filter(has_text="PostgreSQL designer").click()
    manager.get_by_label("Name").fill("Dora Design")
    manager.get_by_label("E-mail", exact=True).fill("dora@mail.example")
    manager.get_by_role("button", name="Make the link").click()
    return manager.get_by_label("Invitation link").input_value()


def write(page: Page, look: Look) -> None:
    page.locator(".challenge-card", has_text=DESIGN).get_by_role("link").first.click()
    bench = Workbench(page)
    page.get_by_role("textbox", name="Your answer in Markdown").click()
    page.keyboard.insert_text(TEXT)
    page.get_by_label("Size of the audit log").fill("nine")
    expect(page.get_by_text("A number above 0")).to_be_visible()
    page.get_by_label("Size of the audit log").fill("2700")
    page.get_by_label("Shared tables with a tenant column; row-level security").check()
    page.locator("#reason-tenancy-model").fill("Policies do not forget.")
    bench.saved()
    page.get_by_role("tab", name="Preview").click()
    expect(page.get_by_role("img", name="Diagram")).to_be_visible()
    expect(page.locator("#preview td", has_text="DML under policies")).to_be_visible()
    look(page, "design-desk")
    page.reload()
    expect(page.get_by_label("Size of the audit log")).to_have_value("2700")
    expect(page.locator("#reason-tenancy-model")).to_have_value("Policies do not forget.")
    expect(page.get_by_role("textbox", name="Your answer in Markdown")).to_contain_text("Shared tables with")
    bench.hand_in()
    bench.back()


def rate(page: Page, level: int, first: int, look: Look | None = None) -> None:
    page.goto("/staff/reviews")
    page.get_by_role("button", name="Take the next answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DESIGN)
    expect(page.locator("main")).not_to_contain_text("Dora")
    for number, criterion in enumerate(page.locator("fieldset.criterion").all()):
        criterion.get_by_role("radio").nth(level if number else first).check()
    page.get_by_label("Comment on isolation that holds").fill(f"I see level {first}.")
    expect(page.locator("#save-state")).to_have_text("Saved")
    if look:
        look(page, f"review-{level}")
    page.get_by_role("button", name="Submit the review").click()
    expect(page.get_by_text("The review is submitted")).to_be_visible()


def test_from_the_answer_to_the_evidence(
    stack: Stack,
    manager: Page,
    candidate: Page,
    new_context: Callable[..., BrowserContext],
    complaints: Complaints,
    look: Look,
) -> None:
    overview = Invitation(candidate).open(invited(manager)).agree().start()
    write(candidate, look)
    overview.finish()

    manager.goto("/staff/attempts")
    manager.get_by_role("link", name="Dora Design").click()
    waiting = manager.get_by_text("Provisional:")
    for _ in range(GRADED_SECONDS):
        if waiting.count():
            break
        manager.wait_for_timeout(1000)
        manager.reload()
    expect(waiting).to_be_visible()
    expect(manager.locator(".big-score")).to_contain_text("being graded")

    pages = []
    for email in RATERS:
        context = new_context()
        complaints.listen(context)
        pages.append(context.new_page())
        SignIn(pages[-1]).sign_in(email, stack.password)
    rate(pages[0], 2, 0, look)
    rate(pages[1], 2, 3)
    pages[2].goto("/staff/reviews")
    look(pages[2], "reviews")
    rate(pages[2], 1, 2, look)
    expect(pages[2].get_by_text(re.compile("Reconcile two reviews"))).to_be_visible()

    manager.reload()
    expect(manager.locator(".big-score strong")).not_to_have_text("–")
    expect(manager.get_by_text("decided by a third person")).to_be_visible()
    expect(manager.get_by_text("I see level 3.")).to_be_visible()
    expect(manager.get_by_text("all points from 2,100 to 3,549")).to_be_visible()
    look(manager, "scorecard-design", ".design-answer")
    manager.goto("/staff/agreement")
    expect(manager.get_by_text("too few pairs").first).to_be_visible()
    look(manager, "agreement")
