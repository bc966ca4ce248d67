"""Erasing a candidate: a word that they have put everywhere is afterwards in no table, file or log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from assessor.domain.people import User
from assessor.errors import InvalidInput, NotFound, NotPermitted
from assessor.services.audit_log import verify_log
from assessor.services.erase_candidate import erase_candidate, export_candidate
from assessor.services.finish_attempt import finish_attempt
from assessor.services.get_user import find_by_email
from assessor.services.give_consent import give_consent
from assessor.services.import_invitations import read_import
from assessor.services.invite_candidate import invite_candidate
from assessor.services.save_draft import save_draft
from assessor.services.start_attempt import start_attempt
from assessor.services.submit_answer import submit_answer
from assessor.services.tell_staff import ask_for_accommodation, contest
from assessor.storage.queries import attempts, person
from tests.integration.world import CHALLENGES, World

CANARY = "Zephyrcanary"
EMAIL = f"{CANARY}@mail.example"


def account(world: World, email: str) -> User:
    with world.application.work(readonly=True) as work:
        return find_by_email(work, email)


def sing(world: World) -> Any:
    """Everything a candidate can write, with the word in it; gives the candidate's id."""
    application = world.application
    with application.work() as work:
        made = invite_candidate(work, world.manager, world.assessment.id, f"{CANARY} Bird", EMAIL, 14, 0)
        read_import(work, world.manager, world.assessment.id, f"name,email\n{CANARY},{EMAIL}\n")
    attempt_id = made.attempt.id
    with application.work() as work:
        ask_for_accommodation(work, attempt_id, f"{CANARY} needs a break")
        give_consent(work, attempt_id)
    world.provision(attempt_id)
    with application.work() as work:
        start_attempt(work, attempt_id)
    for revision, text in enumerate((f"select '{CANARY}'", f"select '{CANARY}' as sang")):
        with application.work() as work:
            save_draft(work, attempt_id, CHALLENGES[0], text, revision)
    with application.work() as work:
        submit_answer(work, attempt_id, CHALLENGES[0], f"select '{CANARY}'", "key")
        save_draft(work, attempt_id, CHALLENGES[1], f"-- {CANARY}", 0)
        finish_attempt(work, attempt_id)
    with application.work() as work:
        contest(work, attempt_id, f"{CANARY} is right")
    with application.work(readonly=True) as work:
        return attempts.get(work.session, attempt_id).candidate_id


def heard(world: World) -> set[str]:
    """Where the word is: tables of the database, also the job queue's, and files of the data folder."""
    found = set()
    with psycopg.connect(world.application.database.dsn) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        for (table,) in tables:
            words = sql.SQL("select count(*) from {} t where t::text ilike %s").format(sql.Identifier(table))
            row = connection.execute(words, [f"%{CANARY}%"]).fetchone()
            if row and row[0]:
                found.add(table)
    files = [path for path in Path(world.application.settings.home).rglob("*") if path.is_file()]
    return found | {str(path) for path in files if CANARY.encode().lower() in path.read_bytes().lower()}


def test_the_word_is_everywhere_and_then_nowhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    candidate_id, boss = sing(world), account(world, "admin@ours.example")
    before = heard(world)
    assert before >= {
        "candidate",
        "draft",
        "draft_revision",
        "submission",
        "concern",
        "invitation_import_row",
    }
    with world.application.work() as work:
        assert erase_candidate(work, boss, candidate_id, f"{CANARY} Bird") > 10
    assert heard(world) == set()
    assert CANARY.lower() not in caplog.text.lower()
    with world.application.work(readonly=True) as work:
        assert verify_log(work, "ours")[1] is None, "the audit log is whole"


def test_what_is_given_out_has_all_that_the_tables_have(world: World) -> None:
    candidate_id, boss = sing(world), account(world, "admin@ours.example")
    with world.application.work() as work:
        given = export_candidate(work, boss, candidate_id)
    telling = {table for table, rows in given.items() if CANARY in json.dumps(rows, default=str)}
    assert telling == heard(world) - {"invitation_import_row"}, (
        "a list that nobody confirmed refers to nobody yet"
    )


def test_others_are_left_alone(world: World) -> None:
    candidate_id, boss = sing(world), account(world, "admin@ours.example")
    other = world.running().candidate_id
    with world.application.work(readonly=True) as work:
        before = person.held(work.session, [other])
    with world.application.work() as work:
        erase_candidate(work, boss, candidate_id, EMAIL)
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
    world: World, email: str, typed: str, error: type[Exception]
) -> None:
    candidate_id = sing(world)
    user = account(world, email)
    with pytest.raises(error), world.application.work() as work:
        erase_candidate(work, user, candidate_id, typed)
    assert "candidate" in heard(world)
