"""Bring the application database to the newest version: our tables by Alembic, the job queue's by procrastinate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, Engine, text

from assessor.storage.tables import Base

LOCK = 7_205_759_403_792_794
"""An advisory lock's key (arbitrary, ours): two processes that start together migrate one after the other."""


def is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Whether Alembic should look at a database object: not the job queue's."""
    return not (name or "").startswith("procrastinate_")


def migrate(engine: Engine) -> None:
    """Apply what is missing; does nothing on a database that is up to date."""
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
        command.upgrade(alembic_config(connection), "head")
        if connection.scalar(text("select to_regclass('procrastinate_jobs')")) is None:
            _create_queue(connection)


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
