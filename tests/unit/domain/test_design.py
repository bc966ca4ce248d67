"""One text holds numbers, choices and words, and says clearly what is wrong with it."""

import json

import pytest

from assessor.domain.design import Chosen, DesignAnswer, answer_text, parse_answer, require_readable
from assessor.errors import InvalidInput

SPEC = {
    "check": [
        {"id": "disk", "type": "number"},
        {"id": "model", "type": "choice", "options": [{"id": "shared"}, {"id": "apart"}]},
        {"id": "keys", "type": "criterion"},
    ]
}
ANSWER = DesignAnswer(
    "# Tenants\n\n---\n\nText behind a rule",
    {"disk": 900.5},
    {"model": Chosen("shared", "Ä 'reason'\n---\nof two lines")},
)


def headed(head: object) -> str:
    return f"{json.dumps(head)}\n---\nText"


def test_what_is_written_is_read():
    assert parse_answer(answer_text(ANSWER)) == ANSWER


@pytest.mark.parametrize("text", ["", "# Only words", "---\nnot a head"])
def test_a_text_without_a_head_is_markdown(text):
    assert parse_answer(text) == DesignAnswer(text)


def test_a_head_alone():
    assert parse_answer('{"numbers": {"disk": 3}}\n---') == DesignAnswer("", {"disk": 3.0})
    assert parse_answer('{"numbers": {"disk": 3}}') == DesignAnswer("", {"disk": 3.0})


@pytest.mark.parametrize(
    ("answer", "empty"),
    [
        (DesignAnswer(), True),
        (DesignAnswer(" \n"), True),
        (DesignAnswer(choices={"model": Chosen()}), True),
        (DesignAnswer(choices={"model": Chosen("", "because")}), False),
        (DesignAnswer(numbers={"disk": 1.0}), False),
        (DesignAnswer("x"), False),
    ],
)
def test_empty(answer, empty):
    assert answer.is_empty is empty


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{not json", "cannot be read"),
        ('{"x": ' + "[" * 50_000, "cannot be read"),
        (headed({"levels": {}}), "numbers, choices and comments, and nothing else"),
        (headed({"numbers": []}), "numbers of the answer cannot be read"),
        (headed({"numbers": {"disk": "9"}}), "disk is no number"),
        (headed({"numbers": {"disk": True}}), "disk is no number"),
        (headed({"numbers": {"disk": 0}}), "disk must be a number above 0"),
        (headed({"numbers": {"disk": -1}}), "disk must be a number above 0"),
        ('{"numbers": {"disk": NaN}}\n---\n', "disk must be a number above 0"),
        ('{"numbers": {"disk": 1e999}}\n---\n', "disk must be a number above 0"),
        (headed({"choices": {"model": "shared"}}), "an option and a reason"),
        (headed({"choices": {"model": {"option": 1}}}), "an option and a reason"),
        (headed({"choices": {"model": {"option": "a", "points": 9}}}), "an option and a reason"),
        (headed({"choices": {"model": {"reason": "x" * 2001}}}), "more than 2000 characters"),
    ],
)
def test_what_cannot_be_read_is_told(text, told):
    with pytest.raises(InvalidInput, match=told):
        parse_answer(text)


def test_only_what_is_asked_for():
    require_readable(answer_text(ANSWER), SPEC)
    for answer, told in [
        (DesignAnswer(numbers={"keys": 1.0}), "no number keys"),
        (DesignAnswer(choices={"disk": Chosen("x")}), "no choice disk"),
        (DesignAnswer(choices={"model": Chosen("else")}), "no such option"),
    ]:
        with pytest.raises(InvalidInput, match=told):
            require_readable(answer_text(answer), SPEC)
