"""What candidates say of themselves: theirs to change, in groups for staff, and gone with them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from assessor.domain.people import Role, User
from assessor.domain.voluntary import Basis, Compared
from assessor.errors import InvalidInput, NotFound, NotPermitted, WrongState
from assessor.services.erase_candidate import erase_candidate
from assessor.services.voluntary import (
    add_question,
    answer,
    remove_question,
    view_asked,
    view_impact,
    view_questions,
)
from tests.integration.services.test_statistics import sat
from tests.integration.world import World


def admin_of(user: User) -> User:
    return replace(user, roles=frozenset({Role.ADMIN}))


def asked(world: World) -> UUID:
    with world.application.work() as work:
        add_question(work, admin_of(world.manager), "Which hand?", ["Left", "Right"])
        return view_questions(work, admin_of(world.manager))[0].id


def graded(world: World, question: UUID, choice: str) -> UUID:
    sat(world, *[50.0 for _ in world.assessment.challenges])
    attempt = world.invitations[-1].attempt
    with world.application.work() as work:
        answer(work, attempt.id, {str(question): choice})
    return attempt.id


def compared(world: World) -> Compared:
    with world.application.work(readonly=True) as work:
        (found,) = view_impact(work, world.manager, world.assessment.id).bases[Basis.CHOSEN]
    return found


def test_answers_are_the_candidates_own_and_seen_in_groups_only(world: World) -> None:
    question = asked(world)
    attempt_id = graded(world, question, "Left")
    assert compared(world).highest is None, "one person is no group"
    for choice in ["Left"] * 4 + ["Right"] * 5:
        graded(world, question, choice)
    assert compared(world).highest is not None
    with world.application.work() as work:
        assert view_asked(work, attempt_id).chosen == {question: "Left"}
        answer(work, attempt_id, {str(question): ""})
        assert view_asked(work, attempt_id).chosen == {}
    assert (compared(world).highest, compared(world).few) == (None, ("Left",)), (
        "who takes it back is not counted"
    )


def test_no_row_leads_to_a_person(world: World) -> None:
    attempt_id = graded(world, asked(world), "Left")
    with world.application.work(readonly=True) as work:
        (person,) = work.session.scalars(text("select person from voluntary_answer")).all()
        candidate = work.session.scalar(
            text("select candidate_id from attempt where id = :id"), {"id": attempt_id}
        )
    assert attempt_id.bytes not in person
    assert candidate.bytes not in person


def test_erasing_somebody_deletes_what_they_said(world: World) -> None:
    question = asked(world)
    attempt_id = graded(world, question, "Left")
    with world.application.work() as work:
        found = text(
            "select c.id, c.name from candidate c join attempt a on a.candidate_id = c.id where a.id = :id"
        )
        candidate_id, name = work.session.execute(found, {"id": attempt_id}).one()
        erase_candidate(work, admin_of(world.manager), candidate_id, name)
        assert not work.session.scalar(text("select count(*) from voluntary_answer"))


def test_what_nobody_may(world: World) -> None:
    question = asked(world)
    running = world.running()
    with world.application.work() as work:
        with pytest.raises(WrongState):
            answer(work, running.id, {str(question): "Left"})
        with pytest.raises(NotPermitted):
            add_question(work, world.manager, "Which foot?", ["Left", "Right"])
        with pytest.raises(NotFound):
            remove_question(work, admin_of(world.stranger), question)
        with pytest.raises(NotFound):
            view_impact(work, world.stranger, world.assessment.id)
    finished = graded(world, question, "Left")
    with pytest.raises(InvalidInput), world.application.work() as work:
        answer(work, finished, {str(question): "Foot"})
    with world.application.work() as work:
        remove_question(work, admin_of(world.manager), question)
        assert not work.session.scalar(text("select count(*) from voluntary_answer"))
