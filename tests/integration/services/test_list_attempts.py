"""The list of attempts, and what it asks of the database."""

from __future__ import annotations

from uuid import uuid4

import pytest

from assessor.services.list_attempts import AttemptRow, list_attempts
from assessor.services.submit_answer import submit_answer
from tests.integration.statements import recorded
from tests.integration.world import CHALLENGES, World


def listed(world: World) -> tuple[tuple[AttemptRow, ...], int]:
    """The rows, and how many statements it took to have them."""
    with recorded(world.application) as said, world.application.work(readonly=True) as work:
        rows = list_attempts(work, world.manager)
    return rows, len(said)


def test_twenty_attempts_take_as_many_statements_as_one(world: World) -> None:
    world.invite("Number 0")
    one, few = listed(world)
    for number in range(1, 20):
        world.invite(f"Number {number}")
    twenty, many = listed(world)
    assert (len(one), len(twenty)) == (1, 20)
    assert 0 < many == few


def test_every_row_tells_of_its_own_attempt(world: World) -> None:
    running = world.running(extra=50)
    world.invite("Somebody Else")
    with world.application.work() as work:
        submit_answer(work, running.id, CHALLENGES[0], "select 1", uuid4().hex)
    rows, _ = listed(world)
    assert [(row.candidate.name, row.submitted, row.total) for row in rows] == [
        ("Somebody Else", 0, 2),
        ("Cand Idate", 1, 2),
    ]
    assert [row.invitation.extra_time_percent for row in rows] == [0, 50]
    assert all(row.attempt.candidate_id == row.candidate.id for row in rows)
    assert {row.assessment_title for row in rows} == {"Test"}


@pytest.mark.parametrize("other", [False, True])
def test_only_the_attempts_that_were_asked_for(world: World, other: bool) -> None:
    world.invite()
    with world.application.work(readonly=True) as work:
        assert list_attempts(work, world.stranger) == ()
        wanted = uuid4() if other else world.assessment.id
        assert len(list_attempts(work, world.manager, wanted)) == (0 if other else 1)
