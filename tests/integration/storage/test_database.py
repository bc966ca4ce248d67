"""The application database: migrations, what it refuses, transactions."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, InternalError

from assessor.bootstrap import Application
from assessor.errors import DatabaseAway
from assessor.storage.database import Database
from assessor.storage.migrate import differences, migrate
from tests.integration.world import World


def test_the_models_are_what_the_migrations_make(empty_dsn: str) -> None:
    database = Database(empty_dsn)
    with database.engine.begin() as connection:
        assert differences(connection) == []
        connection.execute(text("alter table draft drop column revision"))
        assert differences(connection), "a difference would be seen"
    database.close()


def test_migrating_twice_changes_nothing(empty_dsn: str) -> None:
    database = Database(empty_dsn)
    migrate(database.engine)
    with database.engine.begin() as connection:
        assert connection.scalars(text("select version_num from alembic_version")).all() == ["0023"]
        assert connection.scalar(text("select count(*) from procrastinate_jobs")) == 0
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update assessment set title = 'another'",
        "delete from assessment_challenge",
        "update assessment_challenge set points = points + 1",
        (
            "insert into assessment_challenge select assessment_id, 99, "
            "(select id from challenge where practice), 1 from assessment_challenge limit 1"
        ),
    ],
)
def test_a_published_assessment_never_changes(application: Application, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match="published assessment never change"),
        application.work() as work,
    ):
        work.session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("update attempt set state = 'lost'", "attempt_state_check"),
        ("update attempt set started_at = now()", "attempt_clock_check"),
        ("update attempt set score = 101", "attempt_score_check"),
        ("update invitation set token_sha256 = 'token'", "invitation_digest_check"),
        ("update invitation set extra_time_percent = -1", "invitation_extra_time_check"),
    ],
)
def test_nonsense_is_refused_by_a_constraint(world: World, statement: str, constraint: str) -> None:
    world.invite()
    with pytest.raises(IntegrityError, match=constraint), world.application.work() as work:
        work.session.execute(text(statement))


def test_a_token_is_nowhere_in_the_database(world: World) -> None:
    token = world.invite().token
    with world.application.work(readonly=True) as work:
        tables = work.session.scalars(
            text("select tablename from pg_tables where schemaname = 'public'")
        ).all()
        assert "invitation" in tables
        for table in tables:
            found = text(f'select count(*) from "{table}" as t where t::text like :token')
            assert work.session.scalar(found, {"token": f"%{token}%"}) == 0


def test_readonly_work_refuses_to_write_and_the_next_work_may(application: Application) -> None:
    rename = text("update organisation set name = 'X'")
    with pytest.raises(InternalError, match="read-only"), application.work(readonly=True) as work:
        work.session.execute(rename)
    with application.work() as work:
        work.session.execute(rename)


def test_an_exception_rolls_everything_back_also_the_jobs(world: World) -> None:
    def fail_at_the_end() -> None:
        with world.application.work() as work:
            work.session.execute(text("update organisation set name = 'changed'"))
            work.defer("grade", lock="grading:1", grading_id="1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_at_the_end()
    with world.application.work(readonly=True) as work:
        assert "changed" not in work.session.scalars(text("select name from organisation")).all()
        assert not work.session.scalar(
            text("select count(*) from procrastinate_jobs where task_name = 'grade'")
        )


def test_the_pool_replaces_connections_that_the_server_ended(
    application: Application, empty_dsn: str
) -> None:
    with application.work(readonly=True) as work:
        pid = work.session.scalar(text("select pg_backend_pid()"))
    with psycopg.connect(empty_dsn, autocommit=True) as killer:
        killer.execute("select pg_terminate_backend(%s, 5000)", [pid])
    with application.work(readonly=True) as work:
        assert work.session.scalar(text("select pg_backend_pid()")) != pid


def note(application: Application, before: str, *statements: str) -> None:
    """One statement, then others that are sent together."""
    with application.work() as work:
        work.session.execute(text(before))
        with work.noting():
            for statement in statements:
                work.session.execute(text(statement))


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ("set transaction read only", "update challenge set title = 'another'"),
        # As the login itself: a role may not end what a superuser has opened.
        ("set role none", "select pg_terminate_backend(pg_backend_pid())"),
    ],
)
def test_what_is_sent_together_fails_as_anything_else_does(
    application: Application, before: str, first: str
) -> None:
    with pytest.raises(DatabaseAway):
        note(application, before, first, "update challenge set title = 'another'")


def test_what_is_sent_together_is_done_together(application: Application) -> None:
    change = "update challenge set title = 'another'"
    with pytest.raises(psycopg.errors.NotNullViolation):
        note(application, "select 1", change, "update challenge set hash = null")
    with application.work(readonly=True) as work:
        assert "another" not in work.session.scalars(text("select title from challenge")).all()
    note(application, "select 1", change)
    with application.work(readonly=True) as work:
        assert set(work.session.scalars(text("select title from challenge"))) == {"another"}
