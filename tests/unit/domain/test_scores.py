"""From check outcomes to a score, and from scores to an attempt's."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from assessor.domain.assessment import (
    Assessment,
    AssessmentChallenge,
    AssessmentState,
    Challenge,
    attempt_score,
    require_draft,
    require_publishable,
)
from assessor.domain.outcomes import CheckOutcome, Verdict, overall_verdict, score_of
from assessor.errors import AlreadyPublished, NotAllowed

PASSED, FAILED, UNKNOWN = Verdict.PASSED, Verdict.FAILED, Verdict.COULD_NOT_GRADE


def an_outcome(verdict: Verdict, points: float = 0, max_points: float = 10) -> CheckOutcome:
    return CheckOutcome("check", "Check", ("B1",), verdict, points, max_points, "")


def a_challenge(slug: str) -> Challenge:
    return Challenge(uuid4(), slug, "0" * 64, slug, "", "query", "senior", 10, ("B1",), False, "")


def an_assessment(weights: dict[str, int], state: AssessmentState = AssessmentState.DRAFT) -> Assessment:
    items = tuple(
        AssessmentChallenge(n, points, a_challenge(slug))
        for n, (slug, points) in enumerate(weights.items(), 1)
    )
    return Assessment(uuid4(), uuid4(), "A", "", state, 60, items, None, datetime.now(UTC))


@pytest.mark.parametrize(
    ("verdicts", "overall"),
    [
        ([PASSED, PASSED], PASSED),
        ([PASSED, FAILED], FAILED),
        ([PASSED, FAILED, UNKNOWN], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_three_outcomes_and_what_was_not_graded_never_counts_as_failed(
    verdicts: list[Verdict], overall: Verdict
) -> None:
    assert overall_verdict(tuple(an_outcome(verdict) for verdict in verdicts)) is overall


def test_a_score_is_points_earned_of_points_possible() -> None:
    assert score_of((an_outcome(PASSED, 10), an_outcome(FAILED, 2.5), an_outcome(FAILED, 0, 17))) == 33.8
    assert score_of(()) == 0


def test_an_attempts_score_weighs_challenges_and_a_missing_answer_counts_nothing() -> None:
    assert attempt_score({"a": 100, "b": 50}, an_assessment({"a": 100, "b": 300})) == 62.5
    assert attempt_score({"a": 100}, an_assessment({"a": 100, "b": 100})) == 50


def test_a_fault_of_the_platform_never_costs_points() -> None:
    assert attempt_score({"a": 80, "b": None}, an_assessment({"a": 100, "b": 300})) == 80
    assert attempt_score({"a": None}, an_assessment({"a": 100})) == 0


def test_what_is_published_never_changes() -> None:
    with pytest.raises(AlreadyPublished):
        require_draft(an_assessment({"a": 1}, AssessmentState.PUBLISHED))
    with pytest.raises(AlreadyPublished):
        require_publishable(an_assessment({"a": 1}, AssessmentState.PUBLISHED))


def test_an_empty_assessment_cannot_be_published() -> None:
    require_publishable(an_assessment({"a": 1}))
    with pytest.raises(NotAllowed, match="at least one challenge"):
        require_publishable(an_assessment({}))
