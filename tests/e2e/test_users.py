"""An account from its link to its end, through a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import _watched
from tests.e2e.pages import SignIn


@pytest.fixture
def admin(new_context: Callable[..., BrowserContext], complaints, stack) -> Page:
    """A signed-in administrator's browser; the demo's accounts share a password."""
    page = _watched(new_context, complaints)
    SignIn(page).sign_in("admin@demo.example", stack.password)
    return page


def set_up_second_step(page: Page, accessible: Callable[[Page], None]) -> list[str]:
    """Set it up as an authenticator would that is told the secret; the recovery codes."""
    page.get_by_role("link", name="Set it up").click()
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    accessible(page)
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(page.locator(".secret").inner_text()).now())
    page.get_by_role("button", name="Turn the second step on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    accessible(page)
    return page.locator(".recovery-codes code").all_inner_texts()


def test_an_account_is_made_used_and_closed(admin, candidate, complaints, look, accessible):
    complaints.expected += ["401 (UNAUTHORIZED)"]
    admin.get_by_role("link", name="Users").click()
    admin.get_by_label("Name").fill("Nora New")
    admin.get_by_label("E-mail").fill("nora@demo.example")
    admin.get_by_label("Reviewer").check()
    admin.get_by_role("button", name="Add and make the link").click()
    link = admin.get_by_label("Link to set the password").input_value()
    look(admin, "users")

    candidate.goto(link)
    look(candidate, "set-password")
    candidate.get_by_label("New password").fill("correct horse battery")
    candidate.get_by_label("Once more").fill("correct horse battery")
    candidate.get_by_role("button", name="Set the password").click()
    expect(candidate.get_by_text("Your password is set.")).to_be_visible()
    candidate.get_by_label("E-mail").fill("nora@demo.example")
    candidate.get_by_label("Password").fill("correct horse battery")
    candidate.get_by_role("button", name="Sign in").click()
    candidate.get_by_role("link", name="Nora New").click()
    expect(candidate.get_by_text("This one")).to_be_visible()
    look(candidate, "account")
    codes = set_up_second_step(candidate, accessible)
    candidate.get_by_role("button", name="Sign out").click()
    candidate.get_by_label("E-mail").fill("nora@demo.example")
    candidate.get_by_label("Password").fill("correct horse battery")
    candidate.get_by_role("button", name="Sign in").click()
    expect(candidate.get_by_role("heading", level=1)).to_have_text("The second step")
    accessible(candidate)
    candidate.get_by_label("Code", exact=True).fill(codes[0])
    candidate.get_by_role("button", name="Sign in").click()
    expect(candidate.get_by_role("heading", level=1)).to_have_text("Assessments")

    admin.get_by_role("link", name="Nora New").click()
    look(admin, "user")
    admin.get_by_label("The account is open").uncheck()
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_role("row", name="Nora New")).to_contain_text("Closed")
    candidate.reload()
    expect(candidate.get_by_role("heading", level=1)).to_have_text("Sign in")

    admin.get_by_role("link", name="Retention").click()
    admin.get_by_label("Finished attempts (months)").fill("6")
    admin.get_by_role("button", name="Preview").click()
    expect(admin.get_by_text("Nothing is changed yet.")).to_be_visible()
    look(admin, "retention")
    admin.goto("/staff/voluntary")
    admin.get_by_label("Question").fill("Which hand do you write with?")
    admin.get_by_label("Answers, one in each line").fill("Left\nRight")
    admin.get_by_role("button", name="Ask it").click()
    expect(admin.get_by_role("row", name="Which hand")).to_contain_text("Left · Right")
    look(admin, "voluntary")
    admin.get_by_role("link", name="Candidates", exact=True).click()
    admin.locator("tbody th a").first.click()
    admin.get_by_role("link", name="Data", exact=True).click()
    expect(admin.get_by_role("heading", name="Legal hold")).to_be_visible()
    look(admin, "person")
    admin.get_by_role("link", name="Audit log").click()
    admin.get_by_role("link", name="Check it now").click()
    expect(admin.get_by_text("as they were written")).to_be_visible()
    look(admin, "audit")
