"""Bring the application database to the newest version: our tables by Alembic, the job queue's by procrastinate, and
the wall between organisations by what the tables say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, text

from assessor.errors import ConfigurationError
from assessor.storage.roles import ensure_roles
from assessor.storage.row_security import secure, secured
from assessor.storage.tables import Base

LOCK = 7_205_759_403_792_794
"""An advisory lock's key (arbitrary, ours): two processes that start together migrate one after the other."""


def is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether Alembic should look at a database object: not the job queue's."""
    return not (name or "").startswith("procrastinate_")


_BEHIND = (
    "The application database is not up to date, and this login may not change its tables. Run"
    " `assessor database migrate` with the owner's DATABASE_URL first."
)
_OWNS = "select pg_has_role(current_user, relowner, 'usage') from pg_class where oid = to_regclass('alembic_version')"


def migrate(engine: Engine) -> None:
    """Apply what is missing; does nothing on a database that is up to date.

    Raises ConfigurationError if something is missing and the login does not own the tables.
    """
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
        if connection.scalar(text(_OWNS)) is False:
            _require_current(connection)
            return
        ensure_roles(connection)
        command.upgrade(alembic_config(connection), "head")
        if connection.scalar(text("select to_regclass('procrastinate_jobs')")) is None:
            _create_queue(connection)
        secure(connection)


def _require_current(connection: Connection) -> None:
    head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != head or not secured(connection):
        raise ConfigurationError([_BEHIND])


def _create_queue(connection: Connection) -> None:
    raw: psycopg.Connection[Any] | None = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a connection that runs always has one
    raw.execute(SchemaManager.get_schema().encode())


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for our versions on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def differences(connection: Connection) -> list[Any]:
    """What the models have and the migrated database has not, or the other way round; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
    return list(compare_metadata(context, Base.metadata))
