"""What candidates read: the rule and the kind of data."""

import pytest

from assessor.grading.session import Ended, Stopped
from assessor.grading.work import Work
from assessor.kinds.query_messages import (
    Finding,
    growth_message,
    result_message,
    stopped_message,
    work_message,
)
from assessor.packs.spec import Dataset


def dataset(role="hidden", shows="a customer has no orders"):
    return Dataset(name="secret-name", role=role, setup=["setup/x.sql"], shows=shows)


def finding(rule=None, message="", **kwargs):
    return Finding(dataset(**kwargs), rule, message, 0.01)


def work(total):
    return Work(total, 0, 0, {})


def test_right():
    assert result_message([finding()]) == "Right on all data."
    assert result_message([finding(), finding()]) == "Right on all 2 datasets."


def test_wrong_names_the_kind_of_data_and_the_rule():
    text = result_message([finding(), finding("missing-rows", "rows are missing")])
    assert text == "Fails when a customer has no orders: rows are missing."


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("visible", "on the data in your database"),
        ("large", "on a large amount of data"),
        ("hidden", "on hidden data"),
    ],
)
def test_data_without_a_description(role, place):
    assert result_message([finding("values", "values in x are wrong", role=role, shows="")]) == (
        f"Fails {place}: values in x are wrong."
    )


def test_only_the_first_failures_are_told():
    text = result_message([finding("values", "wrong")] * 5)
    assert text.count("Fails when") == 3
    assert text.endswith("Fails on 2 more.")


def test_what_is_refused_is_told_once():
    refused = finding(Ended.REFUSED.value, "PostgreSQL does not accept it: syntax error (42601)")
    assert result_message([refused, refused]) == "PostgreSQL does not accept it: syntax error (42601)."


def test_the_datasets_name_is_for_staff_only():
    wrong = finding("values", "wrong")
    assert "secret-name" not in result_message([wrong])
    assert wrong.evidence() == {
        "name": "secret-name",
        "verdict": "failed",
        "rule": "values",
        "shows": "a customer has no orders",
        "message": "wrong",
        "ms": 10.0,
    }


def test_stopped():
    assert stopped_message(dataset(), Stopped(Ended.TIMED_OUT, "stopped after 10 s")) == (
        "Fails when a customer has no orders: stopped after 10 s."
    )
    assert stopped_message(dataset(), Stopped(Ended.REFUSED, "the answer is long")) == "The answer is long."


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (100, "less than the reference, by a factor of 10.0"),
        (950, "as little as the reference"),
        (1_050, "as little as the reference"),
        (2_000, "2.0 times the reference (2,000 against 1,000, slow sample 50,000 buffers and rows)"),
    ],
)
def test_work(total, words):
    works = {"submission": work(total), "reference": work(1_000), "slow": work(50_000)}
    assert words in work_message(works)


@pytest.mark.parametrize(
    ("submission", "reference", "words"),
    [
        (2.0, 1.02, "It grows with the square of the data, the reference grows in proportion to the data."),
        (1.1, 1.0, "It grows in proportion to the data."),
        (1.22, 1.18, "It grows faster than the data."),
        (0.0, 0.7, "It hardly grows with the data, the reference grows more slowly than the data."),
        (None, 1.0, ""),
        (None, None, ""),
    ],
)
def test_growth(submission, reference, words):
    assert growth_message(submission, reference) == words
