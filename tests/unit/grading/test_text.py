"""What is refused or empty without asking PostgreSQL."""

import pytest

from assessor.grading.text import MAX_CHARACTERS, is_blank, refusal


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        ";",
        ";;\n;",
        "-- nothing",
        "/* nothing */",
        "/* a /* nested */ one */ ;",
        "/* open",
        "-- a\n-- b\n;",
    ],
)
def test_blank(text):
    assert is_blank(text)
    assert refusal(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "select 1;",
        "-- why\nSELECT 1",
        "/* a /* nested */ one */ WITH x AS (SELECT 1) TABLE x",
        "((SELECT 1) UNION (SELECT 2))",
        "( -- why\n SELECT 1)",
        "VALUES (1)",
        "TABLE item",
        "SELECT/**/1",
    ],
)
def test_accepted(text):
    assert not is_blank(text)
    assert refusal(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("COMMIT", "one SELECT"),
        ("EXPLAIN SELECT 1", "one SELECT"),
        ("ANALYZE", "one SELECT"),
        ("(ANALYZE off) SELECT 1", "one SELECT"),
        ("VERBOSE SELECT 1", "one SELECT"),
        ("DELETE FROM item", "one SELECT"),
        ("SELECTED 1", "one SELECT"),
        ("'SELECT 1'", "one SELECT"),
        ("*/ SELECT 1", "one SELECT"),
        ("COPY (SELECT 1) TO STDOUT", "one SELECT"),
        ("EXECUTE x", "one SELECT"),
        ("SELECT 1\0; DROP TABLE item", "NUL"),
        ("SELECT '\ud800'", "Unicode"),
        ("SELECT " + "1" * MAX_CHARACTERS, "longer"),
    ],
)
def test_refused(text, reason):
    assert reason in (refusal(text) or "")
