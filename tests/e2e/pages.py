"""Pages as a person sees them: what can be done on each, by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, ViewportSize, expect

SIZES: dict[str, ViewportSize] = {
    "1440x900": {"width": 1440, "height": 900},
    "390x844": {"width": 390, "height": 844},
}
SLOW = 120_000
"""Milliseconds for what servers and gradings may take on a busy machine."""

GRADED_SECONDS = 1200
"""The demo's first gradings wait for the data that the installation makes for its challenges."""

DEMO = "Senior PostgreSQL developer"
"""The title of the demo's assessment."""

_PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@dataclass
class SignIn:
    page: Page

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Assessments")


@dataclass
class Assessment:
    page: Page

    def open(self) -> Assessment:
        """The one of the demo; tests may have added others before it."""
        self.page.locator(".assessment-card a").filter(has_text=DEMO).click()
        return self

    def invite(self, name: str, email: str) -> str:
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("E-mail", exact=True).fill(email)
        self.page.get_by_role("button", name="Make the link").click()
        return self.page.get_by_label("Invitation link").input_value()


@dataclass
class Invitation:
    page: Page

    def open(self, link: str) -> Invitation:
        self.page.goto(link)
        expect(self.page.get_by_text("invites you")).to_be_visible()
        return self

    def agree(self) -> Ready:
        self.page.get_by_label("I have read what is recorded").check()
        self.page.get_by_role("button", name="Agree and continue").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Get ready")
        return Ready(self.page)


@dataclass
class Ready:
    page: Page

    def practise(self) -> Workbench:
        expect(self.page.locator(".servers li").first).to_contain_text("Ready", timeout=SLOW)
        self.page.get_by_role("link", name="Open practice").click()
        return Workbench(self.page)

    def start(self) -> Overview:
        """At once, whether the servers are ready or not: the page waits for them."""
        self.page.get_by_role("button", name="Start").click()
        self.page.get_by_role("button", name="Start now").click()
        expect(self.page.get_by_role("timer")).to_be_visible(timeout=SLOW)
        return Overview(self.page)


@dataclass
class Overview:
    page: Page

    def open_first(self) -> Workbench:
        self.page.locator(".challenge-card a").first.click()
        return Workbench(self.page)

    def finish(self) -> None:
        self.page.get_by_role("button", name="Finish…").click()
        self.page.get_by_role("button", name="Finish now").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Thank you")


@dataclass
class Workbench:
    page: Page

    @property
    def editor(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^(SQL|Runbook) editor"))

    @property
    def results(self) -> Locator:
        return self.page.locator("#results")

    @property
    def save_state(self) -> Locator:
        return self.page.locator("#save-state")

    @property
    def grid(self) -> Locator:
        return self.results.get_by_role("grid")

    @property
    def status(self) -> Locator:
        """The line above a result: how many rows, how long."""
        return self.results.locator(".result-status").filter(visible=True)

    @property
    def announced(self) -> Locator:
        """What a screen reader was told last."""
        return self.page.locator("#announcer")

    @property
    def statement(self) -> Locator:
        """What the editor sets apart as the statement at the cursor."""
        return self.page.locator(".cm-statement")

    def tab(self, name: str) -> Locator:
        return self.page.get_by_role("tablist", name="Editor tabs").get_by_role("tab", name=name)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def cursor_at(self, line: int) -> None:
        """The cursor in the editor, at the beginning of a line (from 1)."""
        self.editor.click()
        self.press("Control+Home", *["ArrowDown"] * (line - 1))

    def write(self, text: str) -> None:
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.editor.evaluate(_PASTE, text)

    def run(self, text: str) -> None:
        self.write(text)
        self.page.keyboard.press("Control+Enter")

    def saved(self) -> None:
        expect(self.save_state).to_contain_text("Saved ", timeout=6_000)

    def hand_in(self, ask: str = "Hand in…", confirm: str = "Hand in") -> str:
        self.page.get_by_role("button", name=ask, exact=True).click()
        dialog = self.page.locator("#submit-dialog")
        dialog.get_by_role("button", name=confirm, exact=True).click()
        expect(dialog).to_be_hidden(timeout=SLOW)
        receipt = self.page.locator("#last-receipt code")
        expect(receipt).to_be_visible()
        return receipt.inner_text()

    def back(self) -> None:
        self.page.get_by_role("link", name="Overview").click()
