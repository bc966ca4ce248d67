"""The second wall: with every condition of the application left out, the database gives no row of another organisation.

The tables come from the metadata, so a table that is added tomorrow is held to this without anybody remembering.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Table, Uuid, func, select, text
from sqlalchemy.exc import DBAPIError

from assessor.bootstrap import make_login
from assessor.domain.reach import NOBODY, PLATFORM, Reach
from assessor.errors import ConfigurationError
from assessor.storage.database import Database
from assessor.storage.migrate import migrate
from assessor.storage.queries import organisations
from assessor.storage.roles import as_login, derived_password
from assessor.storage.row_security import READABLE, SHARED, secure, statements
from assessor.storage.tables import Base
from sandbox.postgres.launcher import LocalServer
from tests.integration.conftest import cloned

TABLES = [table for table in Base.metadata.sorted_tables if table.name not in SHARED]
NAMES = [table.name for table in TABLES]


@dataclass
class Tenants:
    """Two organisations with one row each in every table, and a login that owns nothing."""

    database: Database
    owner: Database
    ours: UUID
    theirs: UUID

    def count(self, table: Table, reach: Reach) -> int:
        """The rows that a query without any condition gives."""
        with self.database.session(reach=reach) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def try_to(self, statement: Any, reach: Reach) -> int:
        """How many rows a change without any condition reached; nothing of it stays."""
        with self.database.session(readonly=False, reach=reach) as session:
            reached: int = session.execute(statement).rowcount  # type: ignore[attr-defined]  # of a change
            session.rollback()
        return reached


@pytest.fixture(scope="module")
def tenants(server: LocalServer) -> Iterator[Tenants]:
    """For tests that keep nothing."""
    with cloned(server, "assessor") as dsn:
        yield from _tenants(dsn)


@pytest.fixture
def own_tenants(empty_dsn: str) -> Iterator[Tenants]:
    """For tests that change something."""
    yield from _tenants(empty_dsn)


def _tenants(dsn: str) -> Iterator[Tenants]:
    ids = [_fill(dsn, number) for number in (1, 2)]
    owner = Database(dsn)
    make_login(owner, derived_password(dsn))
    database = Database(as_login(dsn, derived_password(dsn)), pool_size=2)
    yield Tenants(database, owner, *ids)
    for each in (database, owner):
        each.close()


def _fill(dsn: str, number: int) -> UUID:
    """One row in every table, with nothing in it but what leads to its organisation: no other column counts here."""
    known: dict[str, dict[str, Any]] = {}
    with psycopg.connect(dsn) as connection:
        connection.execute("set session_replication_role to replica")
        for table in Base.metadata.sorted_tables:
            _loosen(connection, table)
            known[table.name] = row = _row(table, known, number)
            names = sql.SQL(", ").join(map(sql.Identifier, row))
            marks = sql.SQL(", ").join(sql.Placeholder() * len(row))
            words = sql.SQL("insert into {} ({}) overriding system value values ({})")
            connection.execute(words.format(sql.Identifier(table.name), names, marks), list(row.values()))
    made: UUID = known["organisation"]["id"]
    return made


def _loosen(connection: psycopg.Connection[Any], table: Table) -> None:
    checks = connection.execute(
        "select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'", [table.name]
    )
    for (name,) in checks.fetchall():
        words = sql.SQL("alter table {} drop constraint {}")
        connection.execute(words.format(sql.Identifier(table.name), sql.Identifier(name)))
    for column in table.columns:
        if not column.primary_key and not column.nullable and not column.identity:
            words = sql.SQL("alter table {} alter column {} drop not null")
            connection.execute(words.format(sql.Identifier(table.name), sql.Identifier(column.name)))


def _row(table: Table, known: dict[str, dict[str, Any]], number: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        keys = [key for key in column.foreign_keys if key.column.table.name in known]
        if keys:
            row[column.name] = known[keys[0].column.table.name][keys[0].column.name]
        elif column.primary_key:
            row[column.name] = _key(column.type, number)
    return row


def _key(kind: Any, number: int) -> Any:
    match kind:
        case Uuid():
            return uuid4()
        case Boolean():
            return number == 1
        case BigInteger() | Integer():
            return number
        case LargeBinary():
            return bytes([number])
        case _:
            return str(number)


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_without_any_condition_each_sees_its_own_row_and_nobody_sees_any(
    tenants: Tenants, table: Table
) -> None:
    assert tenants.count(table, PLATFORM) == 2, "there is something to see"
    assert tenants.count(table, NOBODY) == 0
    assert tenants.count(table, Reach(uuid4())) == 0
    for mine in (tenants.ours, tenants.theirs):
        assert tenants.count(table, Reach(mine)) == 1
    with tenants.database.session(reach=Reach(tenants.ours)) as session:
        seen = session.execute(select(table)).mappings().one()
    with tenants.database.session(reach=Reach(tenants.theirs)) as session:
        assert session.execute(select(table)).mappings().one() != seen


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_no_change_reaches_a_foreign_row(tenants: Tenants, table: Table) -> None:
    column = next(column for column in table.columns if not column.identity)
    change = table.update().values({column.name: column})
    for reach, reached in ((NOBODY, 0), (Reach(tenants.ours), 1), (PLATFORM, 2)):
        try:
            assert tenants.try_to(change, reach) == reached
        except DBAPIError as error:
            # Some tables take no change at all, which is narrower still.
            said = str(error.orig)
            assert "permission denied" in said or "never changes" in said


def test_what_is_written_must_lie_in_ones_own_organisation_with_all_it_refers_to(tenants: Tenants) -> None:
    named = Base.metadata.tables
    with tenants.database.session(reach=Reach(tenants.theirs)) as session:
        theirs = session.scalar(select(named["candidate"].c.id))
    foreign = (
        named["candidate"]
        .insert()
        .values(id=uuid4(), organisation_id=tenants.theirs, name="", email="", created_at=func.now())
    )
    pointing = named["attempt"].update().values(candidate_id=theirs)
    for statement in (foreign, pointing):
        with pytest.raises(DBAPIError, match="row-level security"):
            tenants.try_to(statement, Reach(tenants.ours))


@pytest.mark.parametrize("name", sorted(SHARED))
def test_what_belongs_to_the_installation_is_read_at_most(tenants: Tenants, name: str) -> None:
    table = Base.metadata.tables[name]
    if name in READABLE:
        assert tenants.count(table, Reach(tenants.ours)) > 0
    else:
        with pytest.raises(DBAPIError, match="permission denied"):
            tenants.count(table, Reach(tenants.ours))
    with pytest.raises(DBAPIError, match="permission denied"):
        tenants.try_to(table.delete(), Reach(tenants.ours))


def test_every_table_is_walled_and_its_owner_too(tenants: Tenants) -> None:
    walled = text(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        " and relrowsecurity and relforcerowsecurity"
    )
    with tenants.database.session() as session:
        assert set(session.scalars(walled)) == set(NAMES)


def test_who_connects_is_no_superuser_and_owns_nothing(tenants: Tenants) -> None:
    who = text(
        "select session_user, current_user, bool_or(rolsuper or rolbypassrls or rolcreaterole), "
        "(select count(*) from pg_class where pg_has_role(session_user, relowner, 'member')"
        " and relnamespace = 'public'::regnamespace)"
        " from pg_roles where rolname in (session_user, current_user) group by 1, 2"
    )
    for reach, role in ((PLATFORM, "assessor_platform"), (NOBODY, "assessor_staff")):
        with tenants.database.session(reach=reach) as session:
            assert session.execute(who).one() == ("assessor_app", role, False, 0)


def test_another_password_replaces_the_one_before(own_tenants: Tenants) -> None:
    dsn = own_tenants.owner.dsn
    make_login(own_tenants.owner, "quoted'%s")
    Database(as_login(dsn, "quoted'%s")).require()
    with pytest.raises(psycopg.OperationalError, match="password"):
        Database(as_login(dsn, derived_password(dsn))).require()
    # The login is the whole server's: put it back for the other tests.
    make_login(own_tenants.owner, derived_password(dsn))


def test_an_email_is_known_to_be_taken_by_anothers_account(tenants: Tenants) -> None:
    with tenants.owner.session() as session:
        session.execute(text("update user_account set email = 'a' || left(organisation_id::text, 8)"))
        for reach in (Reach(tenants.ours), PLATFORM):
            with tenants.database.session(reach=reach) as other:
                assert not organisations.email_taken(other, f"A{str(tenants.theirs)[:8]}"), (
                    "not yet committed"
                )
        session.commit()
    with tenants.database.session(reach=Reach(tenants.ours)) as session:
        assert organisations.email_taken(session, f"A{str(tenants.theirs)[:8]}")


def test_the_organisation_ends_with_the_transaction(tenants: Tenants) -> None:
    with tenants.database.session(reach=Reach(tenants.ours)) as session:
        count = select(func.count()).select_from(Base.metadata.tables["organisation"])
        assert session.scalar(count) == 1
        session.commit()
        assert session.scalar(count) == 1, "the next transaction of the same session says it again"
    for _ in range(5):
        assert tenants.count(Base.metadata.tables["organisation"], NOBODY) == 0


def test_a_database_that_is_behind_is_not_used_by_a_login_that_cannot_help(own_tenants: Tenants) -> None:
    migrate(own_tenants.database.engine)
    with own_tenants.owner.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    with pytest.raises(ConfigurationError, match="assessor database migrate"):
        migrate(own_tenants.database.engine)


def test_a_wall_of_another_version_is_built_again(own_tenants: Tenants) -> None:
    attempt, mine = Base.metadata.tables["attempt"], Reach(own_tenants.ours)
    with own_tenants.owner.engine.begin() as connection:
        connection.execute(text("drop policy staff on attempt; create policy staff on attempt using (true)"))
        connection.execute(text("comment on function assessor_organisation() is 'another version'"))
    assert own_tenants.count(attempt, mine) == 2, "the test would see a hole"
    with own_tenants.owner.engine.begin() as connection:
        secure(connection)
    assert own_tenants.count(attempt, mine) == 1


def test_a_table_that_belongs_to_nobody_must_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessor.storage.row_security.SHARED", SHARED - {"pulse"})
    with pytest.raises(LookupError, match="pulse belongs to no organisation"):
        list(statements())
