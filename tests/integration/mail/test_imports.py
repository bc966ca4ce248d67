"""Many people at once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from assessor.domain.imports import ImportState, Verdict
from assessor.domain.people import Role, User
from assessor.errors import InvalidInput, NotAllowed, NotFound, NotPermitted, WrongState
from assessor.services import import_invitations as service
from assessor.services.create_assessment import Draft, create_assessment
from assessor.services.import_invitations import (
    BATCH,
    KEPT,
    confirm_import,
    discard_import,
    forget_old_imports,
    read_import,
    run_import,
    view_import,
)
from tests.integration.statements import recorded
from tests.integration.world import CHALLENGES


@pytest.fixture
def read(world):
    def make(content, by=None, **options):
        with world.application.work() as work:
            return read_import(
                work, by or world.manager, world.assessment.id, content, send=True, **options
            ).id

    return make


def confirm(world, import_id):
    with world.application.work() as work:
        confirm_import(work, world.manager, import_id)


def view(world, import_id, by=None):
    with world.application.work(readonly=True) as work:
        return view_import(work, by or world.manager, import_id)


def invited(world) -> list[str]:
    query = "select c.email from candidate c join attempt a on a.candidate_id = c.id order by c.email"
    with world.application.work(readonly=True) as work:
        return list(work.session.scalars(text(query)))


def people(count, prefix="p"):
    return "\n".join(f"P{n},{prefix}{n:05}@mail.example" for n in range(count))


def test_an_import_that_is_killed_goes_on_where_it_stopped(world, read, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 3)
    import_id = read(people(10))
    confirm(world, import_id)
    taken = []

    def dying():
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(1)
        return world.application.work()

    with pytest.raises(KeyboardInterrupt):
        run_import(dying, import_id)
    assert len(invited(world)) == 6
    assert (view(world, import_id).invited, view(world, import_id).found.state) == (6, ImportState.RUNNING)
    run_import(world.application.work, import_id)
    run_import(world.application.work, import_id)
    assert invited(world) == sorted(f"p{n:05}@mail.example" for n in range(10))
    assert view(world, import_id).found.state is ImportState.DONE
    with world.application.work(readonly=True) as work:
        made = work.session.execute(text("select count(*), count(distinct invitation_id) from mail")).one()
        events = work.session.scalar(text("select count(*) from event where kind = 'invited'"))
    assert (tuple(made), events) == ((10, 10), 10)


def test_two_lists_with_the_same_people_invite_nobody_twice(world, read):
    first, second = read(people(5)), read(people(7))
    for each in (first, second):
        confirm(world, each)
    for each in (first, second):
        run_import(world.application.work, each)
    assert len(invited(world)) == 7
    assert view(world, second).counts == {Verdict.GOOD: 2, Verdict.TWICE: 5}


def test_who_is_withdrawn_or_expired_can_be_invited_again(world, read, clock):
    confirm(world, first := read(people(1)))
    run_import(world.application.work, first)
    assert view(world, read(people(1))).counts == {Verdict.TWICE: 1}
    with world.application.work() as work:
        work.session.execute(text("update attempt set state = 'revoked'"))
    assert view(world, read(people(1))).counts == {Verdict.GOOD: 1}


def test_what_a_line_says_is_kept_with_its_invitation(world, read):
    content = "name;email;extra time percent;send at;external id\nAda;ada@mail.example;25;2999-01-01;A-1\n"
    assert view(world, read(content)).counts == {Verdict.WRONG: 1}
    import_id = read(content.replace("2999-01-01", ""))
    confirm(world, import_id)
    run_import(world.application.work, import_id)
    with world.application.work(readonly=True) as work:
        query = "select extra_time_percent, external_id, import_row from invitation"
        assert tuple(work.session.execute(text(query)).one()) == (25, "A-1", 2)


def test_extra_time_is_granted_and_seen_only_by_who_may(world, read):
    only_manager = User(world.manager.id, world.manager.organisation_id, "", "M", frozenset({Role.MANAGER}))
    content = "email,extra time percent\na@mail.example,25\nb@mail.example,0\n"
    hidden = view(world, read(content, by=only_manager))
    assert hidden.counts == {Verdict.WRONG: 1, Verdict.GOOD: 1}
    assert "may not grant" in hidden.people[0].problem
    known = read(content)
    assert [each.extra_time_percent for each in view(world, known).people] == [25, 0]
    assert [each.extra_time_percent for each in view(world, known, only_manager).people] == [0, 0]


def test_nobody_else_sees_or_touches_a_list(world, read):
    import_id = read(people(2))
    reviewer = User(world.manager.id, world.manager.organisation_id, "", "R", frozenset({Role.REVIEWER}))
    for by, error in ((world.stranger, NotFound), (reviewer, NotPermitted)):
        for act in (view_import, confirm_import, discard_import):
            with world.application.work() as work, pytest.raises(error):
                act(work, by, import_id)


def test_what_makes_no_sense_is_refused(world, read):
    nobody = read("@\nnonsense\n")
    with pytest.raises(InvalidInput, match="nobody"):
        confirm(world, nobody)
    with pytest.raises(InvalidInput, match="valid for"):
        read(people(1), valid_days=0)
    confirm(world, done := read(people(1)))
    with world.application.work() as work, pytest.raises(WrongState):
        discard_import(work, world.manager, done)


def test_only_to_what_is_published(world):
    with world.application.work() as work:
        draft = create_assessment(work, world.manager, Draft("Draft", "", 60, [(CHALLENGES[0], 1)], None))
        with pytest.raises(NotAllowed, match="Publish"):
            read_import(work, world.manager, draft.id, people(1))


def test_lists_are_forgotten_after_a_while_and_invitations_are_not(world, read, clock):
    import_id = read(people(3))
    confirm(world, import_id)
    run_import(world.application.work, import_id)
    clock.advance(days=KEPT.days + 1)
    with world.application.work() as work:
        assert forget_old_imports(work) == 3
    assert (len(invited(world)), view(world, import_id).people) == (3, ())


def test_ten_thousand_people_in_a_handful_of_statements(world, read):
    import_id = read(people(10_000, "many"))
    confirm(world, import_id)
    with recorded(world.application) as said:
        run_import(world.application.work, import_id)
    assert len(invited(world)) == 10_000
    assert len(said) < 30 * (10_000 // BATCH + 1)
