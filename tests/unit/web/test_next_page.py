"""Signing in never sends anybody to another site."""

import pytest

from assessor.web.auth.next_page import safe_next


@pytest.mark.parametrize("target", ["/staff/", "/staff/attempts", "/staff/assessments/7?x=1"])
def test_own_pages(target):
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "https://elsewhere.example/staff/",
        "javascript:alert(1)",
        "/staff/..//elsewhere.example\\",
        "/staff/\n",
        "/staffx",
        "/sign-in",
        "\t//elsewhere.example",
    ],
)
def test_everything_else_is_ignored(target):
    assert safe_next(target) is None
