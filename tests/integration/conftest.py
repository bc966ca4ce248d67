"""A real application database: migrated once, cloned per test with CREATE DATABASE ... TEMPLATE."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from assessor.bootstrap import Application
from assessor.config import Settings
from assessor.services.clock import ManualClock
from assessor.storage.database import Database
from assessor.storage.migrate import migrate
from sandbox.memory_provider import MemoryProvider
from sandbox.postgres.launcher import LocalServer
from tests.integration.world import World

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    """An embedded PostgreSQL for the whole session, its "assessor" database migrated and never written to."""
    folder = Path(tempfile.mkdtemp(prefix="assessor-tests-"))
    folder.chmod(0o711)
    launched = LocalServer(folder / "postgres")
    try:
        database = Database(launched.start())
        migrate(database.engine)
        database.close()
        yield launched
    finally:
        launched.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dsn(server: LocalServer) -> Iterator[str]:
    """A fresh migrated database, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        template = sql.SQL("create database {} template assessor").format(sql.Identifier(name))
        connection.execute(template)
        yield make_conninfo(server.dsn(), dbname=name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
def application(dsn: str, clock: ManualClock, tmp_path: Path) -> Iterator[Application]:
    """An application on a fresh database, a clock that stands still, and servers that are only pretended."""
    settings = Settings(ASSESSOR_HOME=tmp_path, ASSESSOR_SECRET_KEY="a key for tests only, long enough")
    wired = Application(settings, Database(dsn, pool_size=4), clock=clock, provider=MemoryProvider())
    yield wired
    wired.close()


@pytest.fixture
def world(application: Application) -> World:
    """An organisation, its people, a published assessment with practice, and helpers to act in it."""
    return World.create(application)
