"""What connects other systems, through a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.test_users import admin

__all__ = ["admin"]


def test_a_token_is_made_shown_once_and_revoked(admin, look):
    admin.get_by_role("link", name="Connections").click()
    admin.get_by_label("What it is for").fill("Reports")
    admin.get_by_label("Read scorecards").check()
    admin.get_by_role("button", name="Make the token").click()
    token = admin.get_by_label("Token", exact=True).input_value()
    assert token.startswith("asr_")
    admin.get_by_label("Address", exact=True).fill("https://hooks.example.com/a")
    admin.get_by_label("Everything is graded").check()
    admin.get_by_role("button", name="Tell it from now on").click()
    assert admin.get_by_label("Secret", exact=True).input_value().startswith("whsec_")
    look(admin, "connections")
    admin.get_by_role("link", name="https://hooks.example.com/a").click()
    look(admin, "webhook")
    admin.get_by_role("link", name="Connections").first.click()
    admin.get_by_role("link", name="API’s documentation").click()
    expect(admin.get_by_role("heading", level=1)).to_have_text("API")
    look(admin, "api-docs")
    admin.go_back()
    admin.get_by_role("button", name="Revoke Reports").click()
    expect(admin.get_by_role("row", name="Reports")).to_contain_text("Revoked")
    assert token not in admin.content()
