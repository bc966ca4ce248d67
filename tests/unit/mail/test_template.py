"""Texts with variables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assessor.domain.mail import MailKind
from assessor.errors import InvalidInput
from assessor.mail.template import DEFAULTS, MAX_BODY, MAX_SUBJECT, VARIABLES, Template, fill, require_valid
from assessor.mail.values import samples, values

LINK = "https://tests.example/i/s3cr3t-_x"
EVIL = '<script>alert(1)</script> [x](http://evil.example) *a* {link} "'


def filled(body: str, subject: str = "Hello", **given: str):
    plain = values("Ada", "Test", LINK, datetime(2026, 12, 1, tzinfo=UTC), 90, "Ours")
    return fill(Template(subject, body), {**plain, **given})


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("x", "{link} {nme}", "{nme} in the text is no variable"),
        ("{Link}", "{link}", "{Link} in the subject is no variable"),
        ("x", "no way in", "must contain {link}"),
        ("{link}", "{link}", "secret"),
        ("", "{link}", "1 to"),
        ("x" * (MAX_SUBJECT + 1), "{link}", "1 to"),
        ("x\r\nBcc: all@mail.example", "{link}", "one line"),
        ("x\u2028y", "{link}", "one line"),
        ("x", "{link}" + "x" * MAX_BODY, "at most"),
        ("x", "{link}\x00", "control characters"),
    ],
)
def test_a_wrong_text_is_refused_when_it_is_saved(subject, body, said):
    with pytest.raises(InvalidInput, match=said.replace("{", r"\{").replace("}", r"\}")):
        require_valid(Template(subject, body))


def test_every_problem_is_told_at_once():
    with pytest.raises(InvalidInput) as raised:
        require_valid(Template("{a}", "{b}"))
    assert all(said in raised.value.message for said in ("{a}", "{b}", "must contain {link}"))


@pytest.mark.parametrize("kind", MailKind)
def test_what_is_sent_by_default_is_right_and_uses_every_variable(kind):
    template = require_valid(DEFAULTS[kind])
    assert template.body == DEFAULTS[kind].body.strip()
    both = template.subject + template.body
    assert all(f"{{{name}}}" in both for name in VARIABLES)
    text = fill(template, samples("Ours", "http://127.0.0.1/i/", datetime.now(UTC)))
    assert "{" not in text.subject + text.text + text.html


def test_the_link_works_in_both_parts_wherever_it_stands():
    made = filled("{link}\n\n[Start]({link}) <{link}>")
    assert made.text.count(LINK) == 3
    assert made.html.count(f'href="{LINK}"') == 3


@pytest.mark.parametrize("name", ["candidate_name", "assessment", "organisation"])
def test_what_a_value_says_is_text_and_never_markup(name):
    made = filled(f"Dear {{{name}}},\n\n{{link}}", f"For {{{name}}}", **{name: EVIL})
    assert "<script" not in made.html
    assert "evil.example" in made.html
    assert 'href="http://evil' not in made.html
    assert made.html.count(LINK) == 2, "a name is no second template"
    assert EVIL in made.text


def test_raw_html_and_dangerous_links_of_a_text_are_not_sent():
    made = filled("<b onclick=x>hi</b> [a](javascript:alert(1)) ![i](http://spy.example/x.png)\n\n{link}")
    assert "<b" not in made.html
    assert 'href="javascript' not in made.html
    assert "<img" not in made.html


def test_braces_that_are_no_variable_stay():
    assert "{ a: 1 } {}" in filled("{ a: 1 } {} {link}").text
