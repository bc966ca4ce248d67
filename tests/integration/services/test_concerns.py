"""Staff answer what candidates send."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.domain.concern import Concern, ConcernKind, Decision
from assessor.domain.events import EventKind
from assessor.domain.outcomes import Verdict
from assessor.domain.people import Role
from assessor.errors import GradingFault, InvalidInput, NotAllowed, NotFound, NotPermitted, WrongState
from assessor.services import shadow_regrade as shadow
from assessor.services.answer_request import answer_request
from assessor.services.clock import ManualClock
from assessor.services.decide_contest import decide_contest, look_again
from assessor.services.list_attempts import list_attempts
from assessor.services.list_concerns import list_concerns
from assessor.services.start_attempt import start_attempt
from assessor.services.tell_staff import contest
from assessor.services.view_concern import view_concern
from assessor.services.view_record import view_record
from assessor.storage.queries import concerns, invitations
from tests.integration.concerns import OTHER, SAME, a_concern, someone
from tests.integration.servers import SLUG, events, jobs
from tests.integration.services.test_sitting import finish, give_verdict, submit
from tests.integration.world import World


def finished(world: World):
    attempt = world.running()
    submit(world, attempt, "select 1")
    finish(world, attempt)
    give_verdict(world, attempt, SLUG, Verdict.FAILED, 50)
    return attempt


def sent(world: World, concern_id) -> Concern:
    with world.application.work(readonly=True) as work:
        return concerns.get(work.session, concern_id)


def answer(world: World, concern_id, user=None, **how) -> None:
    with world.application.work() as work:
        answer_request(work, user or world.manager, concern_id, **{"text": "Yes.", "granted": True, **how})


def test_granting_sets_the_accommodation_in_the_same_step_and_the_candidate_reads_it(world: World) -> None:
    attempt = world.agreed()
    concern_id = a_concern(world, attempt.id, contested=False)
    answer(world, concern_id, extra_time_percent=50, break_minutes=10)
    with world.application.work(readonly=True) as work:
        (told,) = view_record(work, attempt.id).told
        invitation = invitations.get(work.session, attempt.invitation_id)
        assert list_attempts(work, world.manager).rows[0].told == set(), "nothing waits any more"
    assert (told.decision, told.answer, told.answered_by) == (Decision.GRANTED, "Yes.", "Manager")
    assert (invitation.extra_time_percent, invitation.break_minutes) == (50, 10)
    assert [e.data["decision"] for e in events(world, attempt, EventKind.REQUEST_ANSWERED)] == ["granted"]
    with pytest.raises(WrongState, match="answered already"):
        answer(world, concern_id)


def test_declining_changes_nothing_and_works_after_the_start(world: World) -> None:
    attempt = world.agreed()
    concern_id = a_concern(world, attempt.id, contested=False)
    with world.application.work() as work:
        start_attempt(work, attempt.id)
    with pytest.raises(WrongState, match="Add minutes instead"):
        answer(world, concern_id, extra_time_percent=50)
    assert sent(world, concern_id).is_open, "all or nothing"
    with pytest.raises(InvalidInput):
        answer(world, concern_id, granted=False, text=" ")
    answer(world, concern_id, granted=False, extra_time_percent=50)
    assert sent(world, concern_id).decision is Decision.DECLINED
    with world.application.work(readonly=True) as work:
        assert invitations.get(work.session, attempt.invitation_id).extra_time_percent == 0


def test_a_request_is_for_who_grants_them_and_for_nobody_elses(world: World) -> None:
    concern_id = a_concern(world, world.agreed().id, contested=False)
    manager = someone(world, Role.MANAGER)
    for act in (answer, lambda *a: seen(world, concern_id, manager)):
        with pytest.raises(NotPermitted):
            act(world, concern_id, manager)
    for unknown, user in ((concern_id, world.stranger), (uuid4(), world.manager)):
        with pytest.raises(NotFound):
            answer(world, unknown, user)
        with pytest.raises(NotFound):
            seen(world, unknown, user)


def seen(world: World, concern_id, user):
    with world.application.work(readonly=True) as work:
        return view_concern(work, user, concern_id)


def listed(world: World, user, *how):
    with world.application.work(readonly=True) as work:
        return [(row.concern.kind, row.candidate) for row in list_concerns(work, user, *how)]


def test_the_list_shows_what_ones_rights_open(world: World, clock: ManualClock) -> None:
    request, contested = ConcernKind.REQUEST, ConcernKind.CONTEST
    a_concern(world, world.agreed().id, contested=False)
    clock.advance(seconds=1)
    over = a_concern(world, finished(world).id, contested=True)
    recruiter, reviewer = someone(world, Role.RECRUITER), someone(world, Role.REVIEWER)
    assert listed(world, recruiter) == [(request, "Cand Idate"), (contested, "Cand Idate")]
    assert listed(world, someone(world, Role.MANAGER)) == [(contested, "Cand Idate")]
    assert listed(world, reviewer) == [(contested, None)], "without a name"
    assert listed(world, reviewer, request) == []
    assert listed(world, world.stranger) == []
    decide(world, over)
    assert listed(world, recruiter, None, True) == [(request, "Cand Idate")]
    assert listed(world, recruiter, None, False) == [(contested, "Cand Idate")]


def test_a_reviewer_sees_the_answers_and_no_name(world: World) -> None:
    view = seen(world, a_concern(world, finished(world).id, contested=True), someone(world, Role.REVIEWER))
    assert (view.candidate, view.invitation) == (None, None)
    assert [(a.submission.text, a.grading and a.grading.score) for a in view.answers] == [("select 1", 50)]


def decide(world: World, concern_id, user=None, *, changed: bool = False) -> None:
    with world.application.work() as work:
        decide_contest(work, user or world.manager, concern_id, "Because.", changed=changed)


def test_a_contest_is_graded_again_once_and_nobody_decides_alone(world: World) -> None:
    attempt = finished(world)
    with world.application.work() as work:
        contest(work, attempt.id, "That was right.")
        contest(work, attempt.id, "That was right.")
        (concern,) = concerns.of_attempt(work.session, attempt.id)
    assert jobs(world)["shadow_regrade"] == 1
    with pytest.raises(NotAllowed, match="still being graded again"):
        decide(world, concern.id)
    with world.application.work() as work:
        concerns.keep_shadow(work.session, concern.id, SAME)
        look_again(work, world.manager, concern.id, "My own look.", should_change=True)
    with pytest.raises(NotAllowed, match="nobody decides about a contest alone"):
        decide(world, concern.id)
    reviewer = someone(world, Role.REVIEWER)
    with world.application.work() as work:
        for said in ("First.", "Second thoughts."):
            look_again(work, reviewer, concern.id, said, should_change=False)
    with pytest.raises(NotPermitted):
        decide(world, concern.id, reviewer)
    decide(world, concern.id)
    told = sent(world, concern.id)
    assert (told.decision, told.answered_by) == (Decision.STANDS, "Manager")
    looks = {(look.by, look.text) for look in told.looks}
    assert looks == {("Manager", "My own look."), ("Reviewer", "Second thoughts.")}
    assert [e.data["by"] for e in events(world, attempt, EventKind.CONTEST_DECIDED)] == ["Manager"]
    with pytest.raises(WrongState), world.application.work() as work:
        look_again(work, reviewer, concern.id, "Too late.", should_change=True)


def test_who_is_alone_in_an_organisation_decides_alone(world: World) -> None:
    concern_id = a_concern(world, finished(world).id, contested=True)
    with world.application.work() as work:
        work.session.execute(
            text("update user_account set active = false where id <> :id"), {"id": world.manager.id}
        )
        work.session.execute(text("delete from second_look"))
    decide(world, concern_id)


@pytest.mark.parametrize(
    ("found", "changed", "jobs_left"), [(OTHER, True, 1), (OTHER, False, 0), (SAME, True, 0)]
)
def test_only_a_decision_for_the_candidate_writes_what_grading_again_gave(
    world: World, found, changed: bool, jobs_left: int
) -> None:
    concern_id = a_concern(world, finished(world).id, contested=True, shadow=found)
    decide(world, concern_id, changed=changed)
    assert jobs(world)["apply_contest"] == jobs_left


def test_what_is_not_graded_yet_is_graded_again_later(world: World) -> None:
    attempt = world.running()
    submit(world, attempt, "select 1")
    finish(world, attempt)
    concern_id = a_concern(world, attempt.id, contested=True, shadow=None)
    shadow.shadow_regrade(world.application.work, world.application.provider(), concern_id)
    assert jobs(world)["shadow_regrade"] == 2
    assert sent(world, concern_id).shadow is None


def test_a_fault_of_ours_is_said_and_holds_up_no_decision(world: World, monkeypatch) -> None:
    concern_id = a_concern(world, finished(world).id, contested=True, shadow=None)

    def fail(*_, **_options):
        raise GradingFault("No lab came up.")

    monkeypatch.setattr(shadow, "regrade_attempt", fail)
    shadow.shadow_regrade(world.application.work, world.application.provider(), concern_id)
    assert sent(world, concern_id).shadow == {"fault": "No lab came up."}
    decide(world, concern_id)


def test_the_shadow_tells_what_is_different_and_changes_nothing(world: World, monkeypatch) -> None:
    attempt = finished(world)
    concern_id = a_concern(world, attempt.id, contested=True, shadow=None)
    graded = seen(world, concern_id, world.manager).answers[0].grading
    better = replace(graded, score=90.0, verdict=Verdict.PASSED)
    monkeypatch.setattr("assessor.services.regrade.grade", lambda *_: better)
    provider = world.application.provider()
    shadow.shadow_regrade(world.application.work, provider, concern_id)
    told = sent(world, concern_id)
    assert told.shadow_changes
    assert [(a["slug"], a["before"], a["after"]) for a in (told.shadow or {})["answers"]] == [
        (SLUG, 50.0, 90.0)
    ]
    assert events(world, attempt, EventKind.REGRADED) == []
    shadow.apply_contest(world.application.work, provider, concern_id)
    assert len(events(world, attempt, EventKind.REGRADED)) == 1
    assert seen(world, concern_id, world.manager).answers[0].grading.score == 90.0
