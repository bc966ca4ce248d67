"""Erasing a candidate: what is given out before, who may erase, and who is left alone.

That a word which is everywhere is afterwards nowhere is shown in tests/integration/web/test_erasing.py.
"""

from __future__ import annotations

import json

import pytest

from assessor.domain.people import User
from assessor.errors import InvalidInput, NotFound, NotPermitted
from assessor.services import run_statement as running
from assessor.services.erase_candidate import erase_candidate, export_candidate
from assessor.services.get_user import find_by_email
from assessor.storage.queries import person
from sandbox.execution import run
from tests.integration.canary import CANARY, EMAIL, Song, heard
from tests.integration.world import World


def account(world: World, email: str) -> User:
    with world.application.work(readonly=True) as work:
        return find_by_email(work, email)


@pytest.fixture
def song(world: World, monkeypatch: pytest.MonkeyPatch) -> Song:
    """What a candidate wrote. Pretended servers run nothing, so the application's own database says what is wrong."""
    dsn = world.application.database.dsn
    monkeypatch.setattr(running, "run", lambda _, text, **__: run(dsn, text))
    song = Song(world)
    song.write()
    return song


def test_what_is_given_out_has_all_that_the_tables_have(world: World, song: Song) -> None:
    with world.application.work() as work:
        given = export_candidate(work, account(world, "admin@ours.example"), song.candidate_id)
    telling = {
        table for table, rows in given.items() if CANARY.lower() in json.dumps(rows, default=str).lower()
    }
    known = {place.partition(".")[0] for place in heard(world)}
    lists = {"invitation_import", "invitation_import_row"}
    assert telling == known - lists, "a list that nobody confirmed refers to nobody yet"
    assert telling > {"candidate", "draft", "run", "submission"}


def test_others_are_left_alone(world: World, song: Song) -> None:
    other = world.running().candidate_id
    with world.application.work(readonly=True) as work:
        before = person.held(work.session, [other])
    with world.application.work() as work:
        erase_candidate(work, account(world, "admin@ours.example"), song.candidate_id, EMAIL)
    with world.application.work(readonly=True) as work:
        assert person.held(work.session, [other]) == before


@pytest.mark.parametrize(
    ("email", "typed", "error"),
    [
        ("admin@ours.example", "somebody", InvalidInput),
        ("admin@ours.example", "", InvalidInput),
        ("recruiter@ours.example", EMAIL, NotPermitted),
        ("admin@theirs.example", EMAIL, NotFound),
    ],
)
def test_who_may_not_or_types_something_else_erases_nothing(
    world: World, song: Song, email: str, typed: str, error: type[Exception]
) -> None:
    user = account(world, email)
    with pytest.raises(error), world.application.work() as work:
        erase_candidate(work, user, song.candidate_id, typed)
    assert "candidate.name" in heard(world)
