"""One sitting from the invitation to the score, service by service."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from assessor.domain.answers import SubmissionSource
from assessor.domain.attempt import GRACE, Attempt, AttemptState
from assessor.domain.events import EventKind
from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.sandboxes import SandboxStatus
from assessor.errors import (
    DeadlinePassed,
    InvalidInput,
    InvitationExpired,
    InvitationRevoked,
    InvitationUnknown,
    InvitationUsedUp,
    NotFound,
    RevisionConflict,
    SandboxNotReady,
    WrongState,
)
from assessor.kinds import GRADER_VERSION
from assessor.services.clock import ManualClock
from assessor.services.expire_attempts import expire_attempts
from assessor.services.finish_attempt import finish_attempt
from assessor.services.give_consent import give_consent
from assessor.services.resolve_invitation import resolve_invitation
from assessor.services.revoke_invitation import revoke_invitation
from assessor.services.save_draft import save_draft
from assessor.services.settle_attempt import settle_attempt
from assessor.services.start_attempt import start_attempt
from assessor.services.submit_answer import submit_answer
from assessor.services.view_attempt import view_attempt
from assessor.services.view_scorecard import view_scorecard
from assessor.storage.queries import answers, attempts, gradings
from sandbox.execution import RunOutcome, RunResult
from tests.integration.servers import try_to_run
from tests.integration.statements import patience
from tests.integration.world import CHALLENGES, MINUTES, PRACTICE, World

SLUG = CHALLENGES[0]


def save(world: World, attempt: Attempt, text: str, revision: int = 0, slug: str = SLUG) -> int:
    with world.application.work() as work:
        return save_draft(work, attempt.id, slug, text, revision).revision


def submit(world: World, attempt: Attempt, text: str, key: str = "", slug: str = SLUG) -> str:
    with world.application.work() as work:
        return submit_answer(work, attempt.id, slug, text, key or uuid4().hex).receipt


def finish(world: World, attempt: Attempt) -> Attempt:
    with world.application.work() as work:
        return finish_attempt(work, attempt.id)


def state(world: World, attempt: Attempt) -> AttemptState:
    with world.application.work(readonly=True) as work:
        return attempts.get(work.session, attempt.id).state


def queued(world: World) -> list[tuple[str, dict[str, str]]]:
    with world.application.work(readonly=True) as work:
        rows = work.session.connection().exec_driver_sql(
            "select task_name, args from procrastinate_jobs order by id"
        )
        return [(name, arguments) for name, arguments in rows]


def test_an_invitation_link_opens_its_attempt_and_consumes_nothing(world: World) -> None:
    made = world.invite()
    for _ in range(3):
        with world.application.work(readonly=True) as work:
            assert resolve_invitation(work, made.token).id == made.attempt.id
    assert state(world, made.attempt) is AttemptState.INVITED


def test_every_broken_invitation_has_its_own_error(world: World, clock: ManualClock) -> None:
    unused, revoked, done = world.invite(days=1), world.invite(), world.running()
    with world.application.work() as work:
        revoke_invitation(work, world.manager, revoked.attempt.id)
    finish(world, done)
    clock.advance(days=1)
    tokens = {
        "no such token": InvitationUnknown,
        unused.token: InvitationExpired,
        revoked.token: InvitationRevoked,
    }
    for token, error in tokens.items():
        with world.application.work(readonly=True) as work, pytest.raises(error):
            resolve_invitation(work, token)
    with world.application.work(readonly=True) as work:
        assert resolve_invitation(work, world.invitations[-1].token).id == done.id
    with pytest.raises(InvitationUsedUp), world.application.work() as work:
        give_consent(work, done.id)


def test_consent_asks_for_a_server_per_challenge_once(world: World) -> None:
    attempt = world.invite().attempt
    for _ in range(2):
        with world.application.work() as work:
            assert give_consent(work, attempt.id).state is AttemptState.READY
    provisions = [arguments for name, arguments in queued(world) if name == "provision"]
    assert len(provisions) == len(CHALLENGES) + 1
    with world.application.work(readonly=True) as work:
        view = view_attempt(work, attempt.id)
    assert {item.sandbox for item in view.challenges} == {SandboxStatus.REQUESTED}
    assert not view.sandboxes_ready


def test_no_clock_runs_before_the_servers_answer(world: World) -> None:
    attempt = world.invite().attempt
    with world.application.work() as work:
        give_consent(work, attempt.id)
    with pytest.raises(SandboxNotReady), world.application.work() as work:
        start_attempt(work, attempt.id)
    assert state(world, attempt) is AttemptState.READY
    world.provision(attempt.id)
    with world.application.work() as work:
        assert start_attempt(work, attempt.id).deadline_at is not None


def test_starting_twice_does_not_move_the_deadline(world: World, clock: ManualClock) -> None:
    attempt = world.running(extra=50)
    assert attempt.deadline_at == clock.now() + timedelta(minutes=MINUTES * 1.5)
    clock.advance(minutes=5)
    with world.application.work() as work:
        assert start_attempt(work, attempt.id) == attempt


def test_drafts_grow_by_revision_and_a_conflict_loses_neither_text(world: World) -> None:
    attempt = world.running()
    assert save(world, attempt, "one") == 1
    assert save(world, attempt, "two", 1) == 2
    assert save(world, attempt, "two", 0) == 2, "the same text again is no new revision"
    with pytest.raises(RevisionConflict) as raised:
        save(world, attempt, "from another tab", 1)
    assert (raised.value.revision, raised.value.text) == (2, "two")


def test_practice_is_open_before_the_start_and_nothing_else_is(world: World) -> None:
    attempt = world.agreed()
    assert save(world, attempt, "select 1", slug=PRACTICE) == 1
    with pytest.raises(WrongState):
        save(world, attempt, "select 1")
    with pytest.raises(NotFound):
        save(world, attempt, "select 1", slug="no-such-challenge")


def test_practice_waits_for_no_other_answers_and_they_not_for_what_is_prepared(world: World) -> None:
    attempt = world.running()
    submit(world, attempt, "select 1")
    submit(world, attempt, "select 2", slug=PRACTICE)
    waiting = """
        select queue_name, coalesce(challenge.slug, task_name) from procrastinate_jobs
        left join grading on grading.id::text = args ->> 'grading_id'
        left join submission on submission.id = grading.submission_id
        left join challenge on challenge.id = submission.challenge_id
        where task_name in ('grade', 'prepare') order by queue_name, priority desc, procrastinate_jobs.id
    """
    with world.application.work(readonly=True) as work:
        rows = work.session.connection().exec_driver_sql(waiting)
        expected = [("grading", SLUG), ("grading", "prepare"), ("practice", PRACTICE)]
        assert [tuple(row) for row in rows] == expected


def test_the_same_key_gives_the_same_receipt_however_often(world: World) -> None:
    attempt = world.running()
    with ThreadPoolExecutor(4) as pool:
        receipts = set(pool.map(lambda _: submit(world, attempt, "select 1", "key"), range(10)))
    assert len(receipts) == 1
    with world.application.work(readonly=True) as work:
        assert len(answers.submissions(work.session, attempt.id)) == 1
    assert [name for name, _ in queued(world)].count("grade") == 1


def test_a_key_of_another_answer_is_refused(world: World) -> None:
    attempt = world.running()
    submit(world, attempt, "select 1", "key")
    for text, slug in (("select 2", SLUG), ("select 1", CHALLENGES[1])):
        with pytest.raises(InvalidInput, match="idempotency key"):
            submit(world, attempt, text, "key", slug)


def test_a_receipt_can_be_asked_for_again_after_the_deadline(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    receipt = submit(world, attempt, "select 1", "key")
    clock.advance(minutes=MINUTES + 5)
    assert submit(world, attempt, "select 1", "key") == receipt
    with pytest.raises(DeadlinePassed):
        submit(world, attempt, "select 2", "another")


def test_what_is_in_flight_at_the_deadline_still_counts(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    clock.advance(minutes=MINUTES, seconds=GRACE.total_seconds())
    assert save(world, attempt, "select 1") == 1
    assert submit(world, attempt, "select 1")
    clock.advance(seconds=1)
    with pytest.raises(DeadlinePassed):
        save(world, attempt, "select 2", 1)


def test_the_last_saved_draft_is_handed_in_at_the_deadline(world: World, clock: ManualClock) -> None:
    attempt = world.running()
    save(world, attempt, "first thought")
    save(world, attempt, "last thought", 1)
    submit(world, attempt, "handed in", slug=CHALLENGES[1])
    save(world, attempt, "edited after handing in", slug=CHALLENGES[1])
    clock.advance(minutes=MINUTES, seconds=GRACE.total_seconds())
    with world.application.work() as work:
        assert expire_attempts(work) == 0, "the grace is not over"
    clock.advance(seconds=1)
    with world.application.work() as work:
        assert expire_attempts(work) == 1
    with world.application.work() as work:
        assert expire_attempts(work) == 0, "expiring again changes nothing"
        last = {s.slug: s for s in answers.last_submissions(work.session, attempt.id).values()}
    assert (last[SLUG].text, last[SLUG].source) == ("last thought", SubmissionSource.DEADLINE)
    assert last[CHALLENGES[1]].text == "handed in"
    assert state(world, attempt) is AttemptState.SUBMITTED
    assert ("stop_sandboxes", {"attempt_id": str(attempt.id)}) in queued(world)


def test_an_attempt_that_nobody_starts_expires_with_its_invitation(world: World, clock: ManualClock) -> None:
    attempt = world.invite(days=1).attempt
    clock.advance(days=1)
    with world.application.work() as work:
        assert expire_attempts(work) == 1
    assert state(world, attempt) is AttemptState.EXPIRED


def test_finishing_hands_in_drafts_and_finishing_twice_is_finishing_once(world: World) -> None:
    attempt = world.running()
    save(world, attempt, "select 1")
    save(world, attempt, "   ", slug=CHALLENGES[1])
    assert finish(world, attempt).state is AttemptState.SUBMITTED
    assert finish(world, attempt).state is AttemptState.SUBMITTED
    with world.application.work(readonly=True) as work:
        assert [s.slug for s in answers.submissions(work.session, attempt.id)] == [SLUG]
    with pytest.raises(WrongState):
        save(world, attempt, "too late", 1)


def test_an_attempt_without_an_answer_is_graded_at_once_with_zero(world: World) -> None:
    finished = finish(world, world.running())
    assert (finished.state, finished.score) == (AttemptState.GRADED, 0.0)


def give_verdict(world: World, attempt: Attempt, slug: str, verdict: Verdict, points: float) -> None:
    """On the last answer to a challenge."""
    with world.application.work(readonly=True) as work:
        last = {s.slug: s for s in answers.last_submissions(work.session, attempt.id).values()}
    verdict_on(world, attempt, last[slug].receipt, verdict, points)


def verdict_on(world: World, attempt: Attempt, receipt: str, verdict: Verdict, points: float) -> None:
    """As the worker does, with a verdict of our choice."""
    outcome = CheckOutcome("correct", "Right", ("B2",), verdict, points, 100, "Because.")
    provenance = Provenance("0" * 64, "1", "memory", "image", 180006, {"jit": "off"})
    result = GradingResult(verdict, points, (outcome,), provenance, seconds=1.5)
    with world.application.work() as work:
        locked = attempts.lock(work.session, attempt.id)
        found = answers.find_submission(work.session, receipt)
        assert found
        grading_id = gradings.request(work.session, found.id, GRADER_VERSION)
        assert gradings.finish(work.session, grading_id, result, work.now())
        settle_attempt(work, locked)


def test_the_score_is_there_once_every_answer_has_its_verdict(world: World) -> None:
    attempt = world.running()
    for slug in CHALLENGES:
        submit(world, attempt, "select 1", slug=slug)
    finish(world, attempt)
    give_verdict(world, attempt, CHALLENGES[0], Verdict.PASSED, 100)
    assert state(world, attempt) is AttemptState.SUBMITTED
    give_verdict(world, attempt, CHALLENGES[1], Verdict.FAILED, 30)
    with world.application.work(readonly=True) as work:
        card = view_scorecard(work, world.manager, attempt.id)
    assert (card.attempt.state, card.score) == (AttemptState.GRADED, 65.0)
    assert [item.status for item in card.challenges] == ["graded", "graded"]
    assert card.challenges[0].grading is not None
    assert card.challenges[0].grading.provenance.settings == {"jit": "off"}
    assert [(c.code, c.earned, c.possible) for c in card.competencies] == [("B2", 130.0, 200.0)]
    assert [event.kind for event in card.events][-1] is EventKind.GRADED


def test_a_verdict_is_never_overwritten(world: World) -> None:
    attempt = world.running()
    submit(world, attempt, "select 1")
    finish(world, attempt)
    give_verdict(world, attempt, SLUG, Verdict.PASSED, 100)
    with pytest.raises(AssertionError):
        give_verdict(world, attempt, SLUG, Verdict.FAILED, 0)
    with world.application.work(readonly=True) as work:
        assert view_scorecard(work, world.manager, attempt.id).score == 50.0


def test_what_could_not_be_graded_costs_nothing(world: World) -> None:
    attempt = world.running()
    for slug in CHALLENGES:
        submit(world, attempt, "select 1", slug=slug)
    finish(world, attempt)
    give_verdict(world, attempt, CHALLENGES[0], Verdict.COULD_NOT_GRADE, 0)
    give_verdict(world, attempt, CHALLENGES[1], Verdict.PASSED, 90)
    with world.application.work(readonly=True) as work:
        card = view_scorecard(work, world.manager, attempt.id)
    assert card.score == 90.0
    assert card.challenges[0].status == "could-not-grade"


def test_a_revoked_attempt_takes_nothing_more(world: World) -> None:
    attempt = world.running()
    with world.application.work() as work:
        revoke_invitation(work, world.manager, attempt.id)
    with pytest.raises(WrongState):
        save(world, attempt, "select 1")
    with pytest.raises(WrongState), world.application.work() as work:
        revoke_invitation(work, world.manager, attempt.id)


def test_another_organisation_sees_and_changes_nothing(world: World) -> None:
    attempt = world.running()
    with pytest.raises(NotFound), world.application.work() as work:
        revoke_invitation(work, world.stranger, attempt.id)
    with pytest.raises(NotFound), world.application.work(readonly=True) as work:
        view_scorecard(work, world.stranger, attempt.id)
    with pytest.raises(NotFound), world.application.work(readonly=True) as work:
        view_scorecard(work, world.manager, replace(attempt, id=uuid4()).id)


def test_texts_wait_for_the_disk_and_the_record_of_a_run_does_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = RunResult(RunOutcome.OK, duration_ms=1.0)
    monkeypatch.setattr("assessor.services.run_statement.run", lambda *_, **__: done)
    attempt = world.running()
    with patience(world.application) as waited:
        try_to_run(world, attempt)
    assert set(waited) == {"off"}
    with patience(world.application) as waited:
        save(world, attempt, "select 1")
        submit(world, attempt, "select 1")
    assert waited == ["on", "on"]
