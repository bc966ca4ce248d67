"""Accommodations are known to those who grant them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.concern import ConcernKind
from assessor.domain.events import EventKind
from assessor.domain.people import Role
from assessor.domain.rules import Rules
from assessor.errors import NotPermitted
from assessor.services.extend_time import accommodate
from assessor.services.invite_candidate import invite_candidate
from assessor.services.list_attempts import list_attempts
from assessor.services.start_attempt import start_attempt
from assessor.services.take_break import resume, take_break
from assessor.services.tell_staff import ask_for_accommodation
from assessor.services.view_scorecard import view_scorecard
from tests.integration.world import World

PRIVATE = {EventKind.ASKED, EventKind.ACCOMMODATED}
BREAKS = {EventKind.BREAK, EventKind.RESUMED}


def accommodated(world: World):
    """An attempt with extra time and a break that were asked for."""
    attempt = world.agreed()
    with world.application.work() as work:
        ask_for_accommodation(work, attempt.id, "I read slowly.")
        accommodate(work, world.manager, attempt.id, 25, 10)
        start_attempt(work, attempt.id)
        take_break(work, attempt.id)
        resume(work, attempt.id)
    return attempt


def seen(world: World, attempt, *roles: Role):
    user = replace(world.manager, roles=frozenset(roles))
    with world.application.work(readonly=True) as work:
        return view_scorecard(work, user, attempt.id), list_attempts(work, user).rows[0].told


def test_recruiters_see_them_and_managers_do_not(world: World) -> None:
    attempt = accommodated(world)
    card, told = seen(world, attempt, Role.RECRUITER)
    assert card.accommodations
    assert {event.kind for event in card.events} >= PRIVATE | BREAKS
    assert card.invitation.extra_time_percent == 25
    assert told == {ConcernKind.REQUEST}
    card, told = seen(world, attempt, Role.MANAGER)
    assert not card.accommodations
    assert not {event.kind for event in card.events} & (PRIVATE | BREAKS)
    assert (card.invitation.extra_time_percent, card.invitation.break_minutes) == (0, 0)
    assert told == frozenset()


def test_breaks_that_everybody_has_are_no_secret(world: World) -> None:
    ruled = world.with_rules(Rules(break_minutes=5))
    card, _ = seen(ruled, accommodated(ruled), Role.MANAGER)
    assert {event.kind for event in card.events} >= BREAKS
    assert not {event.kind for event in card.events} & PRIVATE


def test_who_may_not_grant_them_cannot_invite_with_one(world: World) -> None:
    user = replace(world.manager, roles=frozenset({Role.MANAGER}))
    with world.application.work() as work:
        assert invite_candidate(work, user, world.assessment.id, "A", "a@mail.example")
        for given in ({"extra_time_percent": 25}, {"break_minutes": 5}):
            with pytest.raises(NotPermitted, match="accommodations"):
                invite_candidate(work, user, world.assessment.id, "A", "a@mail.example", **given)
