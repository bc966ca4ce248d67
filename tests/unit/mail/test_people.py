"""Lists of people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessor.domain.imports import MAX_ROWS, Verdict
from assessor.errors import InvalidInput
from assessor.mail.people import MAX_BYTES, read_file, read_text, without_doubles

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def one(line: str, head: str = "name,email,extra time percent,send at,external id"):
    return read_text(f"{head}\n{line}\n", NOW)[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_files_as_spreadsheets_write_them(delimiter, head, mark, end):
    rows = [["Name", "E-Mail", "Extra time percent", "Send at", "External ID"]] if head else []
    rows.append(["Ada Example", "ada@mail.example", "25", "2026-12-01 09:00", "A-1"])
    content = (mark + end.join(delimiter.join(row) for row in rows) + end).encode()
    (person,) = read_file(content, NOW)
    assert (person.name, person.email, person.verdict) == ("Ada Example", "ada@mail.example", Verdict.GOOD)
    assert (person.extra_time_percent, person.external_id) == (25, "A-1")
    assert person.send_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert person.number == (2 if head else 1)


def test_columns_stand_in_any_order_and_unknown_ones_are_left_out():
    (person,) = read_text("Team;EMAIL;Name\nred;ada@mail.example;Ada\n", NOW)
    assert (person.name, person.email) == ("Ada", "ada@mail.example")


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Ada <ada@mail.example>", "Ada", "ada@mail.example"),
        ("ada@mail.example", "ada@mail.example", "ada@mail.example"),
        ('"Example, Ada" <ada@mail.example>', "Example, Ada", "ada@mail.example"),
        ("José Ñandú, jose@mail.example", "José Ñandú", "jose@mail.example"),
        ("用户, 用户@例え.jp", "用户", "用户@例え.jp"),
        ("Ada, ADA@MAIL.EXAMPLE", "Ada", "ADA@mail.example"),
    ],
)
def test_pasted_lines(line, name, email):
    person = read_text(line, NOW)[0]
    assert (person.verdict, person.name, person.email) == (Verdict.GOOD, name, email)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ada,,,,", "missing"),
        ("Ada,ada at mail,,,", "no e-mail address"),
        ("Ada,ada@mail.example,lots,,", "0 to 300 percent"),
        ("Ada,ada@mail.example,301,,", "0 to 300 percent"),
        ("Ada,ada@mail.example,,tomorrow,", "no time"),
        ("Ada,ada@mail.example,,2020-01-01,", "not within"),
        ("Ada,ada@mail.example,,2030-01-01,", "not within"),
        ('"A\nda",ada@mail.example,,,', "line breaks"),
        (f"{'x' * 201},ada@mail.example,,,", "at most 200"),
        (f"Ada,ada@mail.example,,,{'x' * 101}", "at most 100"),
        ("Ada,ada@mail.example,,,1,2", "more cells"),
        ("Ada,ada@mail.example\\r\\nBcc: x@y.example,,,", "no e-mail address"),
    ],
)
def test_a_wrong_line_says_what_is_wrong_with_it(line, said):
    person = one(line.replace("\\r\\n", "\x0b"))
    if person.verdict is Verdict.GOOD:
        person = one(line)
    assert person.verdict is Verdict.WRONG
    assert said in person.problem
    assert person.number == 2


def test_a_wrong_line_stops_no_other():
    people = read_text("a@mail.example\nnonsense\nb@mail.example\n", NOW)
    assert [each.verdict for each in people] == [Verdict.GOOD, Verdict.WRONG, Verdict.GOOD]
    assert [each.number for each in people] == [1, 2, 3]


def test_empty_lines_and_lines_in_quotes_keep_the_numbers_of_an_editor():
    people = read_text('name,email\n\n"Ada\nExample",a@mail.example\n\nBob,b@mail.example\n', NOW)
    assert [each.number for each in people] == [3, 6]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nobody"),
        (b"\n \n", "nobody"),
        (b"name,email\n", "nobody below"),
        (b"name,mail,email\n1,2,3\n", "Two columns"),
        (b"one,two\nx,y\n", "names no column"),
        (b"a@mail.example\nb\xff@mail.example\n", "Line 2 is not UTF-8"),
        ("a@mail.example\n".encode("utf-16"), "not UTF-8"),
        (b"a@mail.example\x00\n", "NUL"),
        (b'"a@mail.example\n', "cannot be read"),
        (b"a@mail.example\n" * (MAX_ROWS + 1), "10001 people"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
    ],
)
def test_what_cannot_be_read_as_a_whole(content, said):
    with pytest.raises(InvalidInput, match=said):
        read_file(content, NOW)


def test_times_with_a_zone_are_taken_as_they_are():
    assert one("A,a@mail.example,,2026-12-01T09:00+02:00,").send_at == datetime(2026, 12, 1, 7, tzinfo=UTC)
    earlier = (NOW - timedelta(hours=1)).isoformat()
    assert one(f"A,a@mail.example,,{earlier},").verdict is Verdict.GOOD, "at once, then"


def test_doubles_are_marked_in_the_file_and_against_who_is_invited():
    people = read_text("a@mail.example\nA@MAIL.example\nb@mail.example\nnonsense\n", NOW)
    marked = without_doubles(people, {"b@mail.example"})
    assert [each.verdict for each in marked] == [Verdict.GOOD, Verdict.TWICE, Verdict.TWICE, Verdict.WRONG]
    assert "line 1" in marked[1].problem
    assert "invited" in marked[2].problem
