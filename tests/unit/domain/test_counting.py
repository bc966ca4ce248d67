"""Which of several submissions counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.answers import counting
from assessor.domain.outcomes import GradingResult, Provenance, Verdict
from assessor.domain.rules import Aid, Counts, Rules, Shared
from tests.unit.web.fakes import an_id, submission

ANSWERS = [replace(submission(), id=an_id(number)) for number in (1, 2, 3)]


def graded(*scores: float | str | None) -> dict:
    def result(score: float | str) -> GradingResult:
        verdict = Verdict.COULD_NOT_GRADE if score == "?" else Verdict.FAILED
        return GradingResult(
            verdict, 0.0 if score == "?" else float(score), (), Provenance("", "", "", "", 1, {})
        )

    found = zip(ANSWERS, scores, strict=False)
    return {answer.id: None if score is None else result(score) for answer, score in found}


@pytest.mark.parametrize(
    ("scores", "last", "best"),
    [
        ((40, 90, 10), 3, 2),
        ((90, 90, 10), 3, 2),
        ((40, None, 10), 3, 2),
        ((0, "?", "?"), 3, 1),
        (("?", "?", "?"), 3, 3),
        ((0, 0, 0), 3, 3),
    ],
)
def test_the_last_or_the_best(scores, last, best):
    for counts, expected in ((Counts.LAST, last), (Counts.BEST, best)):
        assert counting(ANSWERS, graded(*scores), counts) == ANSWERS[expected - 1]


def test_without_an_answer_none_counts():
    assert counting([], {}, Counts.BEST) is None


def test_rules_are_kept_as_they_are_and_new_ones_have_defaults():
    rules = Rules(Aid.LOGGED, Aid.FORBIDDEN, False, Counts.BEST, 5, Shared.CHECKS, 24)
    assert Rules.from_json(rules.to_json()) == rules
    assert Rules.from_json({"ai": "logged"}) == Rules(ai=Aid.LOGGED)
    with pytest.raises(TypeError):
        Rules.from_json({"unknown": 1})
