"""Passwords are as hard to guess for accounts that do not exist."""

from __future__ import annotations

from assessor.services import passwords


def test_only_the_right_password_of_an_account_is_right():
    kept = passwords.hash_password("a long password")
    assert passwords.verify_password(kept, "a long password")
    assert not passwords.verify_password(kept, "another password")
    assert not passwords.verify_password(None, "a long password")
    assert not passwords.verify_password("no hash", "a long password")


def test_an_account_that_does_not_exist_costs_what_others_do():
    assert not passwords.needs_rehash(passwords._UNKNOWN)
