"""What is kept no longer goes by itself, in batches, unless it is held; candidates are told what the rule says."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from assessor.domain.retention import Ending, Part, Retention
from assessor.domain.rules import Rules
from assessor.errors import InvalidInput, NotAllowed, NotFound, NotPermitted
from assessor.jobs.registry import PERIODIC
from assessor.services import retention
from assessor.services import run_statement as running
from assessor.services.audit_log import export_log, verify_log
from assessor.services.clock import ManualClock
from assessor.services.erase_candidate import erase_candidate, lift_hold, place_hold, view_person
from assessor.services.retention import let_go, set_retention, view_retention
from assessor.services.view_record import view_record
from assessor.services.view_replay import view_replay
from assessor.services.view_scorecard import view_scorecard
from sandbox.execution import run
from tests.integration.canary import NAME, Song, heard
from tests.integration.services.test_sitting import finish, save, submit
from tests.integration.webhooks import an_admin
from tests.integration.world import World

MONTH = 31


def keep(world: World, *, ending: Ending = Ending.ERASED, **months: int) -> None:
    parts = {part.value: months.get(part.value) for part in Part}
    with world.application.work() as work:
        set_retention(work, an_admin(world), **parts, ending=ending)


def gone(world: World) -> int:
    return let_go(world.application.work)


def finished(world: World) -> Any:
    attempt = world.running()
    save(world, attempt, "select 1")
    submit(world, attempt, "select 1")
    return finish(world, attempt)


def rows(world: World, attempt_id: Any) -> set[str]:
    """The tables that still have something about an attempt."""
    names = ("draft", "draft_revision", "event", "submission")
    with psycopg.connect(world.application.database.dsn) as connection:
        return {
            name
            for name in names
            if connection.execute(f"select from {name} where attempt_id = %s", [attempt_id]).rowcount
        }


def test_each_part_goes_when_its_time_is_over_and_nothing_without_a_rule(
    world: World, clock: ManualClock
) -> None:
    over, never, still = finished(world), world.invite().attempt, world.running()
    clock.advance(days=20 * MONTH)
    assert gone(world) == 0
    clock.advance(days=-20 * MONTH)
    keep(world, finished=6, unstarted=1, recordings=2)
    assert gone(world) == 0
    clock.advance(days=14 + MONTH)
    assert (gone(world), gone(world)) == (1, 0), "the invitation: 14 days and a month"
    with world.application.work(readonly=True) as work:
        assert view_person(work, an_admin(world), never.candidate_id).name == "erased"
    clock.advance(days=MONTH)
    assert gone(world) == 1
    assert rows(world, over.id) == {"submission"}, "how the answers came about is gone, the answers are not"
    with world.application.work(readonly=True) as work:
        assert view_replay(work, world.manager, over.id).moments == ()
        assert view_record(work, over.id).received
    clock.advance(days=4 * MONTH)
    assert (gone(world), gone(world)) == (1, 0)
    assert rows(world, over.id) == set()
    assert "event" in rows(world, still.id), "who has not finished keeps everything"
    with world.application.work(readonly=True) as work:
        told = [
            (each.actor_id, dict(each.detail)) for each in export_log(work, "ours") if each.act == "let_go"
        ]
        assert verify_log(work, "ours")[1] is None
    assert [(who, detail["part"], detail["attempt_ids"]) for who, detail in told] == [
        (None, "unstarted", [str(never.id)]),
        (None, "recordings", [str(over.id)]),
        (None, "finished", [str(over.id)]),
    ]


def test_what_an_assessment_has_told_is_kept_to(world: World, clock: ManualClock) -> None:
    ruled = world.with_rules(Rules(retention_months=3))
    attempt = finished(ruled)
    keep(world, finished=9)
    assert Retention(finished=9).told(ruled.assessment.rules) == 3
    assert Retention(finished=2).told(ruled.assessment.rules) == 2
    assert Retention().told(ruled.assessment.rules) == 3
    clock.advance(days=3 * MONTH)
    assert gone(world) == 1
    assert rows(world, attempt.id) == set()


def test_a_round_is_bounded_and_the_next_goes_on(
    world: World, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention, "BATCHES", 2)
    for _ in range(5):
        world.invite()
    keep(world, unstarted=1)
    clock.advance(days=14 + MONTH)
    assert [gone(world) for _ in range(3)] == [4, 1, 0]
    assert "retain" in PERIODIC


def test_a_hold_stops_rules_and_erasing_until_it_is_lifted(world: World, clock: ManualClock) -> None:
    boss = an_admin(world)
    first, second = finished(world), finished(world)
    keep(world, finished=1)
    with world.application.work() as work:
        one = place_hold(work, boss, first.candidate_id, first.id, "A lawsuit about this attempt.")
    clock.advance(days=2 * MONTH)
    assert gone(world) == 1
    assert (rows(world, first.id) != set(), rows(world, second.id)) == (True, set())
    with pytest.raises(NotAllowed), world.application.work() as work:
        erase_candidate(work, boss, first.candidate_id, "Cand Idate")
    with world.application.work() as work:
        lift_hold(work, boss, first.candidate_id, one)
    with pytest.raises(NotFound), world.application.work() as work:
        lift_hold(work, boss, first.candidate_id, one)
    third = finished(world)
    with world.application.work() as work:
        place_hold(work, boss, third.candidate_id, None, "All about this person.")
    assert gone(world) == 0, "the same person, by their e-mail"
    with world.application.work(readonly=True) as work:
        (seen,) = view_retention(work, boss).foreseen.values()
    assert (seen.now, seen.soon, seen.held) == (0, 0, 1)
    assert [(each.attempt_id, each.held) for each in seen.first] == [(first.id, True)]


def test_the_preview_counts_what_another_rule_would_do(world: World, clock: ManualClock) -> None:
    attempt = finished(world)
    world.invite()
    clock.advance(days=MONTH)
    with world.application.work(readonly=True) as work:
        seen = view_retention(work, an_admin(world), Retention(finished=1, unstarted=1)).foreseen
    assert (seen[Part.FINISHED].now, seen[Part.UNSTARTED].now, seen[Part.UNSTARTED].soon) == (1, 0, 1)
    assert gone(world) == 0
    assert rows(world, attempt.id) != set()


def test_made_anonymous_the_points_stay_and_no_word(
    world: World, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dsn = world.application.database.dsn
    monkeypatch.setattr(running, "run", lambda _, text, **__: run(dsn, text))
    song = Song(world)
    song.judge(song.write())
    assert "check_outcome.evidence" in heard(world)
    keep(world, finished=1, ending=Ending.ANONYMOUS)
    clock.advance(days=2 * MONTH)
    assert gone(world) == 1
    lists = {"invitation_import.source", "invitation_import_row.name", "invitation_import_row.email"}
    assert heard(world) == lists, "a list that nobody confirmed is forgotten with its own time"
    with world.application.work(readonly=True) as work:
        card = view_scorecard(work, world.manager, song.attempt_ids[0])
    (outcome,) = [each for item in card.challenges if item.grading for each in item.grading.outcomes][:1]
    assert (outcome.max_points, outcome.message, outcome.evidence) == (60, "", {})
    assert card.candidate.name != NAME


@pytest.mark.parametrize("months", [0, 121])
def test_a_rule_has_bounds(world: World, months: int) -> None:
    with pytest.raises(InvalidInput):
        keep(world, finished=months)


def test_only_administrators_say_how_long(world: World) -> None:
    with pytest.raises(NotPermitted), world.application.work() as work:
        set_retention(work, world.manager, finished=1, unstarted=None, recordings=None, ending=Ending.ERASED)
    attempt = finished(world)
    with pytest.raises(NotFound), world.application.work() as work:
        place_hold(work, world.stranger, attempt.candidate_id, None, "Not theirs.")
    with pytest.raises(NotFound), world.application.work() as work:
        place_hold(work, an_admin(world), attempt.candidate_id, finished(world).assessment_id, "No attempt.")
