"""The list of attempts, and what it asks of the database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from assessor.domain.attempt import AttemptState
from assessor.domain.listing import Wanted
from assessor.services.finish_attempt import finish_attempt
from assessor.services.list_attempts import AttemptRow, list_attempts
from assessor.services.submit_answer import submit_answer
from tests.integration.statements import recorded
from tests.integration.world import CHALLENGES, World


def listed(world: World) -> tuple[tuple[AttemptRow, ...], int]:
    """The rows, and how many statements it took to have them."""
    with recorded(world.application) as said, world.application.work(readonly=True) as work:
        rows = list_attempts(work, world.manager).rows
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
        assert list_attempts(work, world.stranger).rows == ()
        wanted = Wanted(assessment_id=uuid4() if other else world.assessment.id)
        assert len(list_attempts(work, world.manager, wanted).rows) == (0 if other else 1)


def test_pages_follow_each_other_and_miss_nobody(world: World) -> None:
    """Somebody is invited between two pages, and all were made in the same moment or not."""
    for number in range(7):
        world.invite(f"Number {number}")
    seen: list[str] = []
    after = None
    while True:
        with world.application.work(readonly=True) as work:
            page = list_attempts(work, world.manager, after=after, limit=3)
        seen += [row.candidate.name for row in page.rows]
        if page.after is None:
            break
        after = page.after
        world.invite("Somebody new")
    assert sorted(seen) == [f"Number {number}" for number in range(7)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(text="ADA"), {"Ada Example"}),
        (Wanted(text="mail.example"), {"Ada Example", "Cand Idate"}),
        (Wanted(state=AttemptState.GRADED), {"Cand Idate"}),
        (Wanted(state=AttemptState.INVITED, text="cand"), set()),
        (Wanted(least=60, most=80), {"Cand Idate"}),
        (Wanted(least=61), set()),
        (Wanted(since=datetime(2000, 1, 1, tzinfo=UTC)), {"Cand Idate"}),
        (Wanted(until=datetime(2000, 1, 1, tzinfo=UTC)), set()),
    ],
)
def test_the_list_is_narrowed(world: World, wanted: Wanted, found: set[str]) -> None:
    finished = world.running().id
    world.invite("Ada Example")
    with world.application.work() as work:
        finish_attempt(work, finished)
        work.session.execute(text("update attempt set score = 60 where id = :id"), {"id": finished})
    with world.application.work(readonly=True) as work:
        assert {row.candidate.name for row in list_attempts(work, world.manager, wanted).rows} == found
