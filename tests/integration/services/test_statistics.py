"""Statistics, from rows to numbers, against Python's own on the same numbers."""

from __future__ import annotations

import random
import statistics
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.domain.attempt import AttemptState
from assessor.domain.people import Role
from assessor.domain.rules import Counts, Rules
from assessor.domain.statistics import MIN_CORRELATION
from assessor.services.export_attempts import export_attempts
from assessor.services.view_statistics import view_statistics
from assessor.storage.queries import attempts
from tests.integration.world import World

_SUBMISSION = text(
    "insert into submission (id, attempt_id, challenge_id, idempotency_key, text, text_sha256, receipt, source,"
    " submitted_at)"
    " values (:id, :attempt, :challenge, :key, 'x', 'x', :key, 'candidate', :at)"
)
_GRADING = text(
    "insert into grading (id, submission_id, grader_version, generation, verdict, score, message, tries,"
    " created_at, finished_at)"
    " values (:id, :submission, '1', :generation, :verdict, :score, '', 1, :at, :at)"
)
_OUTCOME = text(
    "insert into check_outcome (grading_id, position, check_slug, title, competencies, verdict, points, max_points,"
    " message, evidence)"
    " values (:grading, 1, 'one', 'One', '[]', 'passed', :points, 50, '', '{}')"
)
_RUN = text(
    "insert into run (id, attempt_id, challenge_id, text, started_at, duration_ms, outcome, summary)"
    " values (:id, :attempt, :challenge, 'x', :at, 1, 'ok', '')"
)
_DONE = text(
    "update attempt set state = 'graded', started_at = :began, deadline_at = :ends, submitted_at = :ends,"
    " graded_at = :ends, score = :score where id = :attempt"
)


def sat(world: World, *scores: float | str | None, minutes: int = 30, extra: int = 0) -> None:
    """A graded attempt with a score for each challenge: None is not answered, "lost" could not be graded."""
    attempt = world.invite(extra=extra).attempt.id
    with world.application.work() as work:
        began, ends = work.now(), work.now() + timedelta(minutes=minutes)
        for item, score in zip(world.assessment.challenges, scores, strict=True):
            if score is not None:
                known = {"attempt": attempt, "challenge": item.challenge.id}
                work.session.execute(_RUN, {"id": uuid4(), "at": ends - timedelta(minutes=minutes), **known})
                _answer(work, known, ends, None if score == "lost" else float(score))
        work.session.execute(_DONE, {"began": began, "ends": ends, "score": 50, "attempt": attempt})


def _answer(work, known, at, score, generation=1):
    submission, grading = uuid4(), uuid4()
    work.session.execute(_SUBMISSION, {"id": submission, "key": submission.hex, "at": at, **known})
    verdict = "could-not-grade" if score is None else "failed"
    values = {"id": grading, "submission": submission, "generation": generation, "verdict": verdict}
    work.session.execute(_GRADING, {**values, "score": score, "at": at})
    if score is not None:
        work.session.execute(_OUTCOME, {"grading": grading, "points": score / 2})
    return submission


def looked(world: World):
    with world.application.work(readonly=True) as work:
        return view_statistics(work, world.manager, world.assessment.id)


def test_difficulty_discrimination_and_reliability_are_those_of_python(world):
    chance = random.Random(7)  # noqa: S311 - numbers for a sum, guards nothing
    scores = [(chance.randint(0, 100), chance.randint(0, 100)) for _ in range(MIN_CORRELATION)]
    scores = [(first, (first + second) // 2) for first, second in scores]
    for first, second in scores:
        sat(world, first, second)
    found = looked(world)
    one, two = ([pair[side] / 2 for pair in scores] for side in (0, 1))
    both = [first + second for first, second in zip(one, two, strict=True)]
    variance = statistics.variance
    alpha = 2 * (1 - (variance(one) + variance(two)) / variance(both))
    assert found.reliability.count == MIN_CORRELATION
    assert found.reliability.alpha == pytest.approx(alpha)
    assert found.reliability.mean == pytest.approx(statistics.mean(both))
    assert found.reliability.error == pytest.approx(statistics.stdev(both) * (1 - alpha) ** 0.5)
    assert [each.item.mean for each in found.challenges] == pytest.approx(
        [statistics.mean(one) / 50, statistics.mean(two) / 50]
    )
    for each in found.challenges:
        assert each.item.discrimination == pytest.approx(statistics.correlation(one, two))
        (check,) = each.checks
        assert check.mean == pytest.approx(each.item.mean)
        assert check.discrimination == pytest.approx(each.item.discrimination)


def test_what_is_not_answered_earns_nothing_and_what_could_not_be_graded_is_left_out(world):
    for _ in range(4):
        sat(world, 80, 40)
    sat(world, None, 40)
    sat(world, "lost", 40)
    first, second = looked(world).challenges
    assert (first.item.count, first.left_out, first.of) == (5, 1, 6)
    assert first.item.mean == pytest.approx(4 * 0.8 / 5)
    assert second.item.mean == pytest.approx(0.4)
    assert looked(world).reliability.count == 5


def test_too_few_attempts_are_refused(world):
    for _ in range(4):
        sat(world, 80, 40)
    found = looked(world)
    assert [each.item.mean for each in found.challenges] == [None, None]
    assert found.challenges[0].time.middle is None
    assert "there are 4" in found.reliability.refusal


@pytest.mark.parametrize(
    ("counts", "evidence", "mean"),
    [(Counts.LAST, "{}", 0.2), (Counts.BEST, "{}", 0.9), (Counts.BEST, '{"criterion": {}}', 0.2)],
    ids=["last", "best", "for people"],
)
def test_the_answer_that_counts_is_counted(world, counts, evidence, mean):
    """Also in the table that staff take home; of what people score the last counts."""
    world = world.with_rules(Rules(counts=counts))
    for _ in range(5):
        sat(world, 90, 50)
    with world.application.work() as work:
        rows = work.session.execute(
            text("select attempt_id, challenge_id, submitted_at from submission where challenge_id = :c"),
            {"c": world.assessment.challenges[0].challenge.id},
        ).all()
        for attempt, challenge, at in rows:
            known = {"attempt": attempt, "challenge": challenge}
            _answer(work, known, at + timedelta(seconds=1), 20.0)
        work.session.execute(text("update check_outcome set evidence = cast(:e as jsonb)"), {"e": evidence})
    assert looked(world).challenges[0].item.mean == pytest.approx(mean)
    with world.application.work(readonly=True) as work:
        lines = list(export_attempts(work, world.manager, world.assessment.id))
    assert [line.split(",")[-2:] for line in lines[1:]] == [[str(100 * mean), "50.0\r\n"]] * 5


def test_the_newest_grading_of_a_submission_counts(world):
    for _ in range(5):
        sat(world, 90, 50)
    with world.application.work() as work:
        rows = work.session.execute(text("select id, submitted_at from submission")).all()
        for submission, at in rows:
            again = {
                "id": uuid4(),
                "submission": submission,
                "generation": 2,
                "verdict": "failed",
                "score": 10.0,
            }
            work.session.execute(_GRADING, {**again, "at": at})
    assert looked(world).challenges[0].item.mean == pytest.approx(0.1)


def test_times_are_quartiles_and_accommodations_are_for_who_may_know(world):
    for minutes in (10, 20, 30, 40, 50):
        sat(world, 50, 50, minutes=minutes)
    sat(world, 50, 50, minutes=60, extra=25)
    found = looked(world)
    assert found.sittings[False].middle == 30 * 60
    assert (found.sittings[False].low, found.sittings[False].high) == (20 * 60, 40 * 60)
    assert found.sittings[True].middle is None, "one person's time is nobody's statistic"
    assert found.challenges[0].time.middle == 35 * 60
    plain = replace(world.manager, roles=frozenset({Role.MANAGER}))
    with world.application.work(readonly=True) as work:
        assert view_statistics(work, plain, world.assessment.id).sittings is None


def test_the_way_and_exposure_count_everybody(world):
    sat(world, 50, 50)
    world.running()
    world.invite()
    found = looked(world)
    assert (found.way["invited"], found.way["started"], found.way["graded"]) == (3, 2, 1)
    assert [each.shown for each in found.challenges] == [2, 2]


def test_nobody_at_all(world):
    found = looked(world)
    assert found.reliability.alpha is None
    assert found.challenges == ()


def test_a_score_is_placed_among_the_others_without_itself(world: World) -> None:
    for _ in range(3):
        sat(world, 100.0, 40.0)
    with world.application.work() as work:
        work.session.execute(
            text("update attempt set score = 20 where id = (select min(id::text)::uuid from attempt)")
        )
        one = next(
            each
            for each in attempts.of_organisation(work.session, world.manager.organisation_id)
            if each.score == 50
        )
        assert attempts.around(work.session, one) == (1, 1, 2)
        assert attempts.around(work.session, replace(one, state=AttemptState.SUBMITTED)) == (1, 2, 3)
