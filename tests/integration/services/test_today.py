"""What waits for staff, by their rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text

from assessor.domain.people import Role
from assessor.services.finish_attempt import finish_attempt
from assessor.services.staff_sessions import open_session
from assessor.services.view_today import Today, view_today
from tests.integration.concerns import a_concern
from tests.integration.world import World


def today(world: World, *roles: Role) -> Today:
    user = replace(world.manager, roles=frozenset(roles))
    with world.application.work(readonly=True) as work:
        return view_today(work, user)


def test_what_waits_is_counted_by_rights(world: World) -> None:
    world.running()
    a_concern(world, world.invite().attempt.id, contested=False)
    found = today(world, Role.RECRUITER)
    assert (found.requests, found.contests, found.running) == (1, 0, 1)
    found = today(world, Role.MANAGER)
    assert (found.requests, found.running) == (None, 1), "managers know of no accommodations"
    found = today(world, Role.REVIEWER)
    assert (found.requests, found.contests, found.running, found.graded) == (None, 0, None, None)


def test_graded_since_the_visit_before_this_one(world: World) -> None:
    finished = world.running().id
    with world.application.work() as work:
        finish_attempt(work, finished)
    assert today(world, Role.MANAGER).graded == 1
    for days in (1, 0):
        with world.application.work() as work:
            open_session(work, world.manager, "192.0.2.1", "A browser")
            moved = "update staff_session set created_at = created_at + :by where created_at <= :now"
            work.session.execute(text(moved), {"by": timedelta(days=1 + days), "now": work.now()})
    assert today(world, Role.MANAGER).graded == 0


def test_nothing_of_other_organisations_is_counted(world: World) -> None:
    world.running()
    with world.application.work(readonly=True) as work:
        assert view_today(work, world.stranger).running == 0
