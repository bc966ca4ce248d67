"""A real application database: migrated once, cloned per test with CREATE DATABASE ... TEMPLATE."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from argon2 import PasswordHasher
from psycopg import sql
from psycopg.conninfo import make_conninfo

from assessor.bootstrap import Application
from assessor.broker.desk import Desk
from assessor.config import Settings
from assessor.services import passwords
from assessor.services.clock import Clock, ManualClock, SystemClock
from assessor.storage.database import Database
from assessor.storage.migrate import migrate
from sandbox.memory_provider import MemoryProvider
from sandbox.postgres.launcher import LocalServer
from tests.careless import careless_server
from tests.integration.world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Here nobody guesses passwords; tests/unit/services/test_passwords.py has the real hashes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    """An embedded PostgreSQL for the whole session, its "assessor" database migrated and never written to."""
    with careless_server() as launched:
        database = Database(launched.dsn())
        migrate(database.engine)
        database.close()
        yield launched


@pytest.fixture(scope="session")
def populated(server: LocalServer, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world, made once in a database of its own that every test's database is a copy of."""
    with cloned(server, "assessor", keep=True) as dsn:
        application = an_application(dsn, tmp_path_factory.mktemp("home"), SystemClock())
        made = World.create(application, tmp_path_factory.mktemp("packs"))
        application.close()
    return made


@contextmanager
def cloned(server: LocalServer, template: str, *, keep: bool = False) -> Iterator[str]:
    """The DSN of a copy of a database, dropped afterwards unless it is kept under the name "populated"."""
    name = "populated" if keep else f"test_{next(_numbers)}"
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        words = sql.SQL("create database {} template {}")
        connection.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        yield make_conninfo(server.dsn(), dbname=name)
        if not keep:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def an_application(dsn: str, home: Path, clock: Clock) -> Application:
    """An application whose servers are only pretended."""
    settings = Settings(
        ASSESSOR_HOME=home,
        ASSESSOR_SECRET_KEY="a key for tests only, long enough",
        ASSESSOR_POOL_MEMORY_MB=0,
    )
    return Application(
        settings, Database(dsn, pool_size=4), clock=clock, provider=MemoryProvider(), sessions=Desk()
    )


@pytest.fixture
def empty_dsn(server: LocalServer) -> Iterator[str]:
    """A fresh migrated database with nothing in it."""
    with cloned(server, "assessor") as dsn:
        yield dsn


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
def application(
    server: LocalServer, populated: World, clock: ManualClock, tmp_path: Path
) -> Iterator[Application]:
    """An application on a fresh copy of the world, with a clock that stands still and pretended servers."""
    with cloned(server, "populated") as dsn:
        wired = an_application(dsn, tmp_path, clock)
        yield wired
        wired.close()


@pytest.fixture
def world(application: Application, populated: World) -> World:
    """An organisation, its people, a published assessment with practice, and ways to act in it."""
    return replace(populated, application=application, invitations=[])
