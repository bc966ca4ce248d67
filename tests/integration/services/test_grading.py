"""Gradings that fail on our side: tried again, never a zero, and the queue goes on."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.outcomes import Verdict
from assessor.kinds import GRADER_VERSION
from assessor.services import grade_submission as service
from assessor.services.clock import ManualClock
from assessor.services.finish_attempt import finish_attempt
from assessor.services.grade_submission import MAX_TRIES, grade_submission
from assessor.services.list_submissions import list_submissions
from assessor.services.reference_cache import StoredReferences
from assessor.services.submit_answer import submit_answer
from assessor.services.sweep import PATIENCE, requeue_gradings
from assessor.services.view_scorecard import view_scorecard
from assessor.storage.queries import gradings
from sandbox.memory_provider import FailingProvider
from sandbox.provider import SandboxProvider
from tests.integration.statements import recorded
from tests.integration.world import CHALLENGES, World


def submitted(world: World, answer: str) -> tuple[Attempt, UUID]:
    attempt = world.running()
    with world.application.work() as work:
        submission = submit_answer(work, attempt.id, CHALLENGES[0], answer, uuid4().hex)
        grading_id = gradings.request(work.session, submission.id, GRADER_VERSION)
        finish_attempt(work, attempt.id)
    return attempt, grading_id


def grade(world: World, grading_id: UUID, labs: SandboxProvider) -> None:
    grade_submission(world.application.work, labs, grading_id)


def deferred(world: World) -> int:
    with world.application.work(readonly=True) as work:
        counted = work.session.scalar(
            text("select count(*) from procrastinate_jobs where task_name = 'grade'")
        )
    return int(counted or 0)


def test_labs_that_cannot_start_cost_no_points_and_end_in_needs_review(world: World) -> None:
    attempt, grading_id = submitted(world, "select 1")
    before = deferred(world)
    for _ in range(MAX_TRIES + 2):
        grade(world, grading_id, FailingProvider(failures=None))
    assert deferred(world) == before + MAX_TRIES - 1, "tried again until it was enough"
    with world.application.work(readonly=True) as work:
        card = view_scorecard(work, world.manager, attempt.id)
    grading = card.challenges[0].grading
    assert grading is not None
    assert grading.verdict is Verdict.COULD_NOT_GRADE
    assert grading.message.startswith("Needs review.")
    assert {outcome.verdict for outcome in grading.outcomes} == {Verdict.COULD_NOT_GRADE}
    assert card.attempt.state is AttemptState.GRADED


def test_a_grader_that_crashes_is_our_fault_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(service, "grade", crash)
    attempt, grading_id = submitted(world, "select 1")
    for _ in range(MAX_TRIES):
        grade(world, grading_id, world.application.provider())
    with world.application.work(readonly=True) as work:
        (graded,) = list_submissions(work, world.manager, attempt.id)
    assert graded.grading is not None
    assert graded.grading.verdict is Verdict.COULD_NOT_GRADE
    assert "ZeroDivisionError" in graded.grading.message


def test_an_empty_answer_fails_without_a_lab(world: World) -> None:
    attempt, grading_id = submitted(world, "  -- nothing\n")
    labs = FailingProvider(failures=None)
    grade(world, grading_id, labs)
    with world.application.work(readonly=True) as work:
        grading = view_scorecard(work, world.manager, attempt.id).challenges[0].grading
    assert grading is not None
    assert (grading.verdict, grading.score) == (Verdict.FAILED, 0.0)


def test_a_grading_that_does_not_exist_is_no_error(world: World) -> None:
    grade(world, uuid4(), world.application.provider())


def test_references_are_kept_for_other_workers(world: World) -> None:
    here, there = StoredReferences(world.application.work), StoredReferences(world.application.work)
    assert here.get("key") is None
    here.put("key", {"tables": {"a": [1, None, "ü"]}})
    here.put("key", {"another": "value"})
    assert there.get("key") == {"tables": {"a": [1, None, "ü"]}}


def test_a_grading_reads_its_pack_once(world: World) -> None:
    _, grading_id = submitted(world, "-- nothing")
    with recorded(world.application) as said:
        grade(world, grading_id, FailingProvider(failures=None))
    assert len([statement for statement in said if "challenge.files" in statement]) == 1


def test_a_grading_whose_job_is_lost_is_queued_again_once(world: World, clock: ManualClock) -> None:
    submitted(world, "select 1")
    # With a minute to spare: when it was written is said by the database's own clock, which goes on.
    clock.advance(seconds=PATIENCE.total_seconds() + 60)
    before = deferred(world)
    assert requeue(world) == 0, "its job waits still"
    with world.application.work() as work:
        work.session.execute(text("delete from procrastinate_jobs where task_name = 'grade'"))
    assert requeue(world) == 1
    assert requeue(world) == 0
    assert (before, deferred(world)) == (1, 1)


def requeue(world: World) -> int:
    with world.application.work() as work:
        return requeue_gradings(work)
