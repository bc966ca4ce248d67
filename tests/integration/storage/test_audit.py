"""The audit log: who did what is in it with the same commit, and who changes it later is found, superuser or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessor.domain.people import Role
from assessor.errors import NotAllowed
from assessor.services.audit_log import export_log, verify_log
from assessor.services.extend_time import accommodate
from assessor.services.manage_users import add_user, change_user, list_users
from assessor.services.sign_in import note_failed
from assessor.services.staff_sessions import open_session
from assessor.storage.queries import organisations
from tests.integration.world import World

SWAP = (
    "update audit_entry set number = -number;"
    " update audit_entry set number = case number when -1 then 2 when -2 then 1 else -number end"
)


def entries(world: World) -> list[Any]:
    with world.application.work(readonly=True) as work:
        return list(export_log(work, "ours"))


def verified(world: World) -> str | None:
    with world.application.work(readonly=True) as work:
        return verify_log(work, "ours")[1]


@pytest.fixture
def superuser(world: World) -> Iterator[psycopg.Connection[Any]]:
    """Who may do anything to the database, but has not the installation's secret."""
    with psycopg.connect(world.application.database.dsn, autocommit=True) as connection:
        connection.execute("alter table audit_entry disable trigger all")
        yield connection


def admin(world: World) -> Any:
    with world.application.work(readonly=True) as work:
        found = organisations.user_with_hash(work.session, "admin@ours.example")
    assert found is not None
    return found[0]


def test_what_was_done_is_in_the_log_without_names_and_what_was_looked_at_is_not(world: World) -> None:
    before, boss = len(entries(world)), admin(world)
    attempt_id = world.invite("Canary Bird").attempt.id
    with world.application.work() as work:
        list_users(work, boss)
        made = add_user(work, boss, "canary@ours.example", "Canary", [Role.REVIEWER, Role.MANAGER])
        accommodate(work, world.manager, attempt_id, 25, 10)
        open_session(work, boss, "192.0.2.1", "canary browser")
    with world.application.work() as work:
        note_failed(work, "ADMIN@ours.example")
        note_failed(work, "nobody@ours.example")
    new = entries(world)[before:]
    acts = ["invite_candidate", "add_user", "accommodate", "sign_in", "sign_in_failed"]
    assert [entry.act for entry in new] == acts
    assert new[0].actor_id == world.manager.id
    assert new[0].detail["made"] == str(attempt_id)
    assert new[1].detail == {"roles": ["manager", "reviewer"], "made": str(made.user.id)}
    assert new[2].detail["extra_time_percent"] == 25
    assert (new[4].actor_id, new[4].detail) == (None, {"user": str(boss.id)})
    assert "canary" not in str([entry.to_json() for entry in new]).lower()
    assert verified(world) is None


def test_what_was_not_done_is_not_in_the_log(world: World) -> None:
    boss = admin(world)
    before = entries(world)

    def lock_everybody_out() -> None:
        with world.application.work() as work:
            add_user(work, boss, "a@ours.example", "A", [Role.REVIEWER])
            change_user(work, boss, boss.id, [Role.ADMIN], active=False)

    with pytest.raises(NotAllowed):
        lock_everybody_out()
    assert entries(world) == before


@pytest.mark.parametrize(
    "statement",
    ["update audit_entry set act = 'nothing'", "delete from audit_entry", "truncate audit_entry"],
)
def test_nobody_changes_the_log_not_even_a_superuser_by_mistake(world: World, statement: str) -> None:
    world.invite()
    with pytest.raises(DBAPIError, match="permission denied"), world.application.work() as work:
        work.session.execute(text(statement))
    with (
        psycopg.connect(world.application.database.dsn) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added to"),
    ):
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update audit_entry set act = 'nothing' where number = 2", "Entry 2 was changed"),
        ("update audit_entry set at = at - interval '1 day' where number = 3", "Entry 3 was changed"),
        ("update audit_entry set actor_id = null where number = 2", "Entry 2 was changed"),
        ("delete from audit_entry where number = 2", "Entry 2 is missing"),
        ("delete from audit_entry where number = 1", "Entry 1 is missing"),
        (SWAP, "Entry 1 does not follow"),
        ("delete from audit_entry where number = (select max(number) from audit_entry)", "the log ends there"),
        ("delete from audit_entry; delete from audit_head", "0 entries"),
        ("delete from audit_head", "the log's head is gone"),
    ],
)  # fmt: skip
def test_tampering_is_found_and_named(
    world: World, superuser: psycopg.Connection[Any], tampering: str, found: str
) -> None:
    for _ in range(3):
        world.invite()
    ours = f"organisation_id = '{world.manager.organisation_id}'"
    superuser.execute(
        f"delete from audit_entry where not {ours}; delete from audit_head where not {ours}".encode()
    )
    assert verified(world) is None
    superuser.execute(tampering.encode())
    with world.application.work(readonly=True) as work:
        number, broken = verify_log(work, "ours")
    assert found in (broken or f"{number} entries")


def test_a_shorter_log_with_a_head_that_fits_has_not_our_seal(
    world: World, superuser: psycopg.Connection[Any]
) -> None:
    for _ in range(3):
        world.invite()
    ours: UUID = world.manager.organisation_id
    last = "(select max(number) from audit_entry where organisation_id = h.organisation_id)"
    superuser.execute(
        f"delete from audit_entry h where organisation_id = '{ours}' and number = {last}".encode()
    )
    superuser.execute(
        f"update audit_head h set number = {last}, sha256 = (select e.sha256 from audit_entry e"
        f" where e.organisation_id = h.organisation_id and e.number = {last}) where organisation_id = '{ours}'".encode()
    )
    assert "the seal is another one" in (verified(world) or "")
