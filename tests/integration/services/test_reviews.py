"""Design answers are scored blind by two people, by a third where they differ, and by one more when contested."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from assessor.domain.attempt import AttemptState
from assessor.domain.concern import ConcernKind
from assessor.domain.outcomes import Verdict
from assessor.domain.people import Role
from assessor.domain.review import CLAIM_LASTS, MOST_CLAIMED, Part, Rating
from assessor.errors import InvalidInput, NotAllowed, NotFound, NotPermitted
from assessor.services.decide_contest import decide_contest, look_again
from assessor.services.review_answers import (
    claim_review,
    correct_review,
    review_queue,
    save_review,
    submit_review,
    view_review,
)
from assessor.services.save_draft import save_draft
from assessor.services.shadow_regrade import apply_contest, shadow_regrade
from assessor.services.tell_staff import contest
from assessor.services.view_agreement import view_agreement
from assessor.services.view_scorecard import view_scorecard
from assessor.storage.queries import attempts, concerns, reviews, sandboxes
from tests.integration.concerns import someone
from tests.integration.designs import (
    ANSWER,
    SLUG,
    a_reviewer,
    design_world,
    handed_in,
    levels,
    result_of,
    reviewed,
)
from tests.integration.world import World


@pytest.fixture
def designs(world: World) -> World:
    return design_world(world)


def state_of(world: World, attempt_id: Any) -> Any:
    with world.application.work(readonly=True) as work:
        return attempts.get(work.session, attempt_id)


def claimed(world: World, rater: Any) -> Any:
    with world.application.work() as work:
        return claim_review(work, rater)


def waits(world: World, rater: Any) -> int:
    with world.application.work(readonly=True) as work:
        return review_queue(work, rater).waiting


def test_a_design_needs_no_server(designs: World) -> None:
    attempt = designs.running()
    with designs.application.work(readonly=True) as work:
        assert sandboxes.of_attempt(work.session, attempt.id) == {}


@pytest.mark.parametrize(
    "head", ['{"numbers": {"audit-storage": -1}}', '{"numbers": {"other": 1}}', "{broken"]
)
def test_a_draft_that_cannot_be_an_answer_is_refused(designs: World, head: str) -> None:
    attempt = designs.running()
    with pytest.raises(InvalidInput), designs.application.work() as work:
        save_draft(work, attempt.id, SLUG, f"{head}\n---\nText", 0)


def test_nothing_is_final_before_people_have_read_it(designs: World) -> None:
    attempt, submission = handed_in(designs)
    result = result_of(designs, submission)
    assert (result.verdict, result.score) == (Verdict.WAITING, 100)
    assert state_of(designs, attempt.id).state is AttemptState.SUBMITTED
    assert state_of(designs, attempt.id).score is None
    reviewed(designs, a_reviewer(designs), levels(3))
    assert state_of(designs, attempt.id).state is AttemptState.SUBMITTED


def test_an_empty_answer_is_read_by_nobody(designs: World) -> None:
    attempt, _ = handed_in(designs, " ")
    assert state_of(designs, attempt.id).score == 0
    assert waits(designs, a_reviewer(designs)) == 0


def test_the_mean_of_two_counts(designs: World) -> None:
    attempt, submission = handed_in(designs)
    reviewed(designs, a_reviewer(designs), levels(2))
    reviewed(designs, a_reviewer(designs), levels(2, keys=3))
    graded = state_of(designs, attempt.id)
    assert graded.state is AttemptState.GRADED
    # 30 points at once; of the rubric 54 at level 2 of 3, and 16 at 2.5 of 3.
    assert graded.score == pytest.approx(30 + 54 * 2 / 3 + 16 * 2.5 / 3, abs=0.05)
    keys = next(o for o in result_of(designs, submission).outcomes if o.check == "keys")
    assert (keys.verdict, keys.message) == (Verdict.PASSED, "Level 2.5 of 3.")
    assert keys.evidence["criterion"]["scored"]["rule"] == "mean"


def test_a_third_person_decides_where_two_are_too_far_apart(designs: World) -> None:
    attempt, submission = handed_in(designs)
    first, second, third = (a_reviewer(designs, name) for name in ("Ann", "Ben", "Cy"))
    reviewed(designs, first, levels(2, isolation=0))
    reviewed(designs, second, levels(3, isolation=3))
    assert state_of(designs, attempt.id).state is AttemptState.SUBMITTED
    assert (waits(designs, first), waits(designs, second), waits(designs, third)) == (0, 0, 1)
    review_id = claimed(designs, third)
    with designs.application.work(readonly=True) as work:
        view = view_review(work, third, review_id)
    assert view.review.part is Part.RECONCILER
    assert view.apart == ("isolation",)
    assert sorted(other["isolation"].level or 0 for other in view.others) == [0, 3]
    with designs.application.work() as work:
        submit_review(work, third, review_id, levels(0, isolation=1))
    assert state_of(designs, attempt.id).state is AttemptState.GRADED
    found = {o.check: o.evidence["criterion"]["scored"] for o in result_of(designs, submission).outcomes[4:]}
    assert (found["isolation"]["level"], found["isolation"]["rule"]) == (1, "reconciled")
    assert (found["keys"]["level"], found["keys"]["rule"]) == (2.5, "mean")


def test_a_rater_learns_nothing_of_whose_answer_it_is(designs: World) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    review_id = claimed(designs, rater)
    with designs.application.work(readonly=True) as work:
        view = view_review(work, rater, review_id)
    assert {field.name for field in fields(view)} == {
        "review", "challenge", "text", "criteria", "parts", "others", "apart",
    }  # fmt: skip
    told = repr(view)
    assert "Cand Idate" not in told
    assert "c@mail.example" not in told


def test_nobody_reads_an_answer_twice_nor_more_than_some_at_once(designs: World) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    claimed(designs, rater)
    with pytest.raises(NotAllowed, match="No answer waits"):
        claimed(designs, rater)
    for _ in range(MOST_CLAIMED):
        handed_in(designs)
    for _ in range(MOST_CLAIMED - 1):
        claimed(designs, rater)
    with pytest.raises(NotAllowed, match="Finish some"):
        claimed(designs, rater)


def test_each_rater_has_an_order_of_their_own(designs: World) -> None:
    for _ in range(4):
        handed_in(designs)
    orders = set()
    for _ in range(4):
        rater = a_reviewer(designs)
        with designs.application.work() as work:
            taken = tuple(
                reviews.get(work.session, rater.organisation_id, claim_review(work, rater)).submission_id
                for _ in range(4)
            )
            work.session.rollback()
        orders.add(taken)
    assert len(orders) > 1


def test_a_claim_that_is_not_used_goes_to_somebody_else(designs: World) -> None:
    handed_in(designs)
    slow, quick, third = (a_reviewer(designs) for _ in range(3))
    review_id = claimed(designs, slow)
    with designs.application.work() as work:
        save_review(work, slow, review_id, {"keys": Rating(1, "So far.")})
    claimed(designs, quick)
    assert waits(designs, third) == 0
    with designs.application.work() as work:
        past = work.now() - timedelta(seconds=1)
        reviews.save(work.session, review_id, {"keys": Rating(1, "So far.")}, past)
    assert claimed(designs, third) == review_id
    with designs.application.work(readonly=True) as work:
        assert view_review(work, third, review_id).review.ratings == {}, "what another wrote is not shown"
    with pytest.raises(NotFound), designs.application.work() as work:
        save_review(work, slow, review_id, {})


def test_saving_keeps_the_claim(designs: World) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    review_id = claimed(designs, rater)
    with designs.application.work() as work:
        reviews.save(work.session, review_id, {}, work.now() - timedelta(seconds=1))
        save_review(work, rater, review_id, {"keys": Rating(2, "Yes.")})
        kept = reviews.get(work.session, rater.organisation_id, review_id)
        assert (kept.claimed_until or work.now()) > work.now() + CLAIM_LASTS - timedelta(minutes=1)
        assert kept.ratings == {"keys": Rating(2, "Yes.")}


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        ({"keys": Rating(2)}, "Choose a level for"),
        (levels(4), "no such level"),
        ({"other": Rating(1)}, "no such level"),
        ({**levels(1), "keys": Rating(1, "x" * 2001)}, "at most 2000"),
    ],
)
def test_only_a_whole_and_right_review_is_submitted(designs: World, ratings: Any, told: str) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    review_id = claimed(designs, rater)
    with pytest.raises(InvalidInput, match=told), designs.application.work() as work:
        submit_review(work, rater, review_id, ratings)


def test_what_is_submitted_is_final_but_for_a_recorded_correction(designs: World) -> None:
    attempt, submission = handed_in(designs)
    first, second = a_reviewer(designs), a_reviewer(designs)
    review_id = reviewed(designs, first, levels(2))
    reviewed(designs, second, levels(2))
    with pytest.raises(NotAllowed, match="A correction is recorded"), designs.application.work() as work:
        submit_review(work, first, review_id, levels(3))
    with pytest.raises(InvalidInput, match="Say why"), designs.application.work() as work:
        correct_review(work, first, review_id, levels(3), " ")
    before = state_of(designs, attempt.id).score
    with designs.application.work() as work:
        correct_review(work, first, review_id, levels(3), "I read the wrong answer.")
    assert state_of(designs, attempt.id).score > before
    assert state_of(designs, attempt.id).state is AttemptState.GRADED
    with designs.application.work(readonly=True) as work:
        assert reviews.get(work.session, first.organisation_id, review_id).version == 2
        rows = view_agreement(work, designs.manager)
    assert {row.found.same for row in rows if row.criterion} == {1}, "first words are what is compared"
    assert result_of(designs, submission).outcomes[4].evidence["criterion"]["scored"]["level"] == 2.5


def test_only_reviewers_of_the_organisation_see_a_review(designs: World) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    review_id = claimed(designs, rater)
    for user, error in ((a_reviewer(designs), NotFound), (someone(designs, Role.MANAGER), NotPermitted)):
        with pytest.raises(error), designs.application.work(readonly=True) as work:
            view_review(work, user, review_id)
    with pytest.raises(NotPermitted), designs.application.work() as work:
        claim_review(work, someone(designs, Role.ADMIN))


def test_names_of_raters_are_for_those_who_may_know_them(designs: World) -> None:
    attempt, submission = handed_in(designs)
    for name in ("Ann", "Ben"):
        reviewed(designs, a_reviewer(designs, name), levels(2))
    with designs.application.work(readonly=True) as work:
        manager = view_scorecard(work, designs.manager, attempt.id)
        admin = view_scorecard(work, someone(designs, Role.ADMIN), attempt.id)
    assert manager.raters == {}
    assert {each: sorted(names) for each, names in admin.raters.items()} == {submission: ["Ann", "Ben"]}


def test_agreement_is_not_stated_of_few_pairs(designs: World) -> None:
    handed_in(designs)
    for level in (1, 2):
        reviewed(designs, a_reviewer(designs), levels(level))
    with designs.application.work(readonly=True) as work:
        whole, *rows = view_agreement(work, designs.manager)
        assert view_agreement(work, designs.stranger) == ()
    assert (whole.found.pairs, whole.found.near, whole.found.kappa) == (5, 5, None)
    assert [row.found.pairs for row in rows] == [1] * 5


def test_a_contest_is_read_anew_by_somebody_else(designs: World) -> None:
    attempt, submission = handed_in(designs)
    raters = [a_reviewer(designs) for _ in range(2)]
    for rater in raters:
        reviewed(designs, rater, levels(1))
    low = state_of(designs, attempt.id).score
    with designs.application.work() as work:
        contest(work, attempt.id, "My audit log is better than that.")
        concern = concerns.of_attempt(work.session, attempt.id, ConcernKind.CONTEST)[0]
    labs = designs.application.provider()
    shadow_regrade(designs.application.work, labs, concern.id)
    with designs.application.work(readonly=True) as work:
        assert concerns.get(work.session, concern.id).shadow is None, "nobody has read it anew yet"
    assert [waits(designs, rater) for rater in raters] == [0, 0]
    reader = a_reviewer(designs)
    reviewed(designs, reader, levels(3))
    assert state_of(designs, attempt.id).score == low, "a contest changes nothing before it is decided"
    shadow_regrade(designs.application.work, labs, concern.id)
    with designs.application.work() as work:
        shadow = concerns.get(work.session, concern.id).shadow or {}
        assert (shadow["answers"][0]["before"], shadow["answers"][0]["after"]) == (low, 100)
        look_again(work, someone(designs, Role.REVIEWER), concern.id, "Better.", should_change=True)
    with designs.application.work() as work:
        decide_contest(work, designs.manager, concern.id, "You are right.", changed=True)
    apply_contest(designs.application.work, labs, concern.id)
    assert state_of(designs, attempt.id).score == 100
    assert result_of(designs, submission).score == 100


def test_the_answer_is_kept_as_it_was_handed_in(designs: World) -> None:
    handed_in(designs)
    rater = a_reviewer(designs)
    review_id = claimed(designs, rater)
    with designs.application.work(readonly=True) as work:
        assert view_review(work, rater, review_id).text == ANSWER
