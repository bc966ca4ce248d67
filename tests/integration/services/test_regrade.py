"""Grading again: shown first, then written beside the old verdicts; and repeating one verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from assessor.domain.attempt import Attempt
from assessor.domain.events import EventKind
from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.errors import NotFound
from assessor.kinds import GRADER_VERSION
from assessor.services import grade_submission, reproduce_verdict
from assessor.services import regrade as regrade_service
from assessor.services.finish_attempt import finish_attempt
from assessor.services.regrade import apply_regrade, regrade
from assessor.services.submit_answer import submit_answer
from assessor.services.view_scorecard import view_scorecard
from assessor.storage.queries import gradings
from tests.integration.world import CHALLENGES, World

Grader = Callable[..., GradingResult]


def grader(points: float, version: str = "1") -> Grader:
    """A grader that gives everything the same points."""
    verdict = Verdict.PASSED if points == 100 else Verdict.FAILED
    outcome = CheckOutcome("correct", "Right", ("B2",), verdict, points, 100, "Because.")
    made = Provenance("0" * 64, version, "memory", "image", 180006)
    return lambda *_, **__: GradingResult(verdict, points, (outcome,), made)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Grader], None]:
    """Put a grader in place of the real one."""

    def put(chosen: Grader) -> None:
        for module in (grade_submission, regrade_service, reproduce_verdict):
            monkeypatch.setattr(module, "grade", chosen)

    return put


def graded(world: World) -> tuple[Attempt, str]:
    """A graded attempt with one answer, and the answer's receipt."""
    attempt = world.running()
    with world.application.work() as work:
        submission = submit_answer(work, attempt.id, CHALLENGES[0], "select 1", uuid4().hex)
        grading_id = gradings.request(work.session, submission.id, GRADER_VERSION)
        finish_attempt(work, attempt.id)
    grade_submission.grade_submission(world.application.work, world.application.provider(), grading_id)
    return attempt, submission.receipt


def score(world: World, attempt: Attempt) -> float | None:
    with world.application.work(readonly=True) as work:
        return view_scorecard(work, world.manager, attempt.id).score


def again(world: World) -> tuple[regrade_service.Regraded, ...]:
    return regrade(world.application.work, world.application.provider(), world.assessment.id)


def test_it_is_shown_who_would_change_and_why_and_nothing_changes(
    world: World, use: Callable[[Grader], None]
) -> None:
    use(grader(100))
    attempt, receipt = graded(world)
    use(grader(40, "2"))
    (item,) = again(world)
    assert (item.candidate, item.submission.receipt) == ("Cand Idate", receipt)
    assert item.changes[0] == "score 100 becomes 40"
    assert item.causes == ("grader_version: 1 and 2",)
    assert score(world, attempt) == 50.0


def test_what_changed_is_written_beside_the_old_verdict(world: World, use: Callable[[Grader], None]) -> None:
    use(grader(40))
    attempt, _ = graded(world)
    use(grader(100))
    assert apply_regrade(world.application.work, again(world)) == 1
    assert score(world, attempt) == 50.0
    assert apply_regrade(world.application.work, again(world)) == 0, "nothing changes any more"
    with world.application.work(readonly=True) as work:
        kinds = [event.kind for event in view_scorecard(work, world.manager, attempt.id).events]
    assert kinds[-2:] == [EventKind.REGRADED, EventKind.GRADED]


def test_a_fault_of_the_platform_replaces_no_verdict(world: World, use: Callable[[Grader], None]) -> None:
    use(grader(100))
    attempt, _ = graded(world)
    broken = replace(grader(0)(), verdict=Verdict.COULD_NOT_GRADE)
    use(lambda *_, **__: broken)
    assert apply_regrade(world.application.work, again(world)) == 0
    assert score(world, attempt) == 50.0


def test_a_verdict_is_repeated_by_id_or_receipt(world: World, use: Callable[[Grader], None]) -> None:
    use(grader(100))
    _, receipt = graded(world)
    labs = world.application.provider()
    done = reproduce_verdict.reproduce_verdict(world.application.work, labs, receipt)
    assert done.same
    by_id = str(done.stored.submission.id)
    use(grader(99))
    other = reproduce_verdict.reproduce_verdict(world.application.work, labs, by_id)
    assert not other.same
    assert "score 100 becomes 99" in other.changes


def test_what_is_not_there_is_said(world: World) -> None:
    with pytest.raises(NotFound, match="There is no submission"), world.application.work() as work:
        reproduce_verdict.find_verdict(work, "AAAA-BBBB-CCCC")
    with pytest.raises(NotFound, match="no such assessment"):
        regrade(world.application.work, world.application.provider(), uuid4())
