"""After handing in: which answer counts, what the candidate is told, and what they tell."""

from __future__ import annotations

import pytest

from assessor.domain.concern import ConcernKind
from assessor.domain.events import EventKind
from assessor.domain.outcomes import Verdict
from assessor.domain.rules import Counts, Rules, Shared
from assessor.errors import InvalidInput, NotAllowed, NotFound, WrongState
from assessor.services.clock import ManualClock
from assessor.services.list_attempts import list_attempts
from assessor.services.tell_staff import MOST, ask_for_accommodation, contest
from assessor.services.view_record import Record, find_received, view_record
from assessor.services.view_scorecard import view_scorecard
from tests.integration.servers import SLUG, events
from tests.integration.services.test_sitting import finish, give_verdict, state, submit, verdict_on
from tests.integration.world import CHALLENGES, PRACTICE, World


def record(world: World, attempt) -> Record:
    with world.application.work(readonly=True) as work:
        return view_record(work, attempt.id)


def test_where_the_best_counts_nothing_is_settled_before_all_are_graded(
    world: World, clock: ManualClock
) -> None:
    ruled = world.with_rules(Rules(counts=Counts.BEST))
    attempt = ruled.running()
    receipts = []
    for text in ("good", "worse"):
        receipts.append(submit(ruled, attempt, text))
        clock.advance(seconds=1)
    finish(ruled, attempt)
    verdict_on(ruled, attempt, receipts[1], Verdict.FAILED, 30)
    assert state(ruled, attempt) == "submitted"
    verdict_on(ruled, attempt, receipts[0], Verdict.PASSED, 80)
    with ruled.application.work(readonly=True) as work:
        card = view_scorecard(work, ruled.manager, attempt.id)
    assert card.score == 40.0, "80 of 100 on one of two challenges"
    assert card.challenges[0].submission
    assert card.challenges[0].submission.receipt == receipts[0]


def test_one_answer_each_where_the_assessment_says_so(world: World) -> None:
    ruled = world.with_rules(Rules(resubmit=False))
    attempt = ruled.running()
    receipt = submit(ruled, attempt, "select 1", "key")
    assert submit(ruled, attempt, "select 1", "key") == receipt, "the same again is the same"
    with pytest.raises(NotAllowed, match="takes one answer"):
        submit(ruled, attempt, "select 2")
    assert submit(ruled, attempt, "select 2", slug=CHALLENGES[1])
    for text in ("one", "two"):
        submit(ruled, attempt, text, slug=PRACTICE)


def test_receipts_name_every_submission_and_nobody_elses(world: World) -> None:
    attempt, other = world.running(), world.running()
    receipts = [submit(world, attempt, text) for text in ("select 1", "select 2")]
    assert {each.submission.receipt for each in record(world, attempt).received} == set(receipts)
    with world.application.work(readonly=True) as work:
        assert find_received(work, attempt.id, receipts[0]).submission.text == "select 1"
        with pytest.raises(NotFound):
            find_received(work, other.id, receipts[0])


@pytest.mark.parametrize(
    ("shared", "scores", "checks"),
    [(Shared.NOTHING, None, 0), (Shared.SCORES, [90.0, 0.0], 0), (Shared.CHECKS, [90.0, 0.0], 1)],
)
def test_results_are_shown_as_far_as_the_assessment_shares_them(
    world: World, shared: Shared, scores: list[float] | None, checks: int
) -> None:
    ruled = world.with_rules(Rules(shared=shared))
    attempt = ruled.running()
    submit(ruled, attempt, "select 1")
    finish(ruled, attempt)
    assert record(ruled, attempt).results is None, "nothing before all is graded"
    give_verdict(ruled, attempt, SLUG, Verdict.FAILED, 90)
    results = record(ruled, attempt).results
    assert (results and [each.score for each in results.challenges]) == scores
    if results:
        assert results.score == 45.0
        assert [len(each.outcomes) for each in results.challenges] == [checks, 0]


def test_what_could_not_be_graded_is_no_zero_on_the_results(world: World) -> None:
    ruled = world.with_rules(Rules(shared=Shared.SCORES))
    attempt = ruled.running()
    submit(ruled, attempt, "select 1")
    finish(ruled, attempt)
    give_verdict(ruled, attempt, SLUG, Verdict.COULD_NOT_GRADE, 0)
    results = record(ruled, attempt).results
    assert results
    assert [(each.score, each.answered) for each in results.challenges] == [(None, True), (0.0, False)]


def test_candidates_ask_before_and_contest_after(world: World) -> None:
    attempt = world.agreed()
    with pytest.raises(WrongState, match="once you have finished"), world.application.work() as work:
        contest(work, attempt.id, "too early")
    for _ in range(2):
        with world.application.work() as work:
            ask_for_accommodation(work, attempt.id, " half more time ")
    assert [each.text for each in record(world, attempt).told] == ["half more time"]
    with world.application.work(readonly=True) as work:
        assert list_attempts(work, world.manager).rows[0].told == {ConcernKind.REQUEST}
    over = world.running()
    finish(world, over)
    with pytest.raises(WrongState, match="The clock has started"), world.application.work() as work:
        ask_for_accommodation(work, over.id, "late")
    for text in ("", "  ", "x" * 2001, "a\x00b"):
        with pytest.raises(InvalidInput), world.application.work() as work:
            contest(work, over.id, text)
    for number in range(MOST):
        with world.application.work() as work:
            contest(work, over.id, f"reason {number}")
    with pytest.raises(NotAllowed), world.application.work() as work:
        contest(work, over.id, "once more")
    assert len(events(world, over, EventKind.CONTESTED)) == MOST
