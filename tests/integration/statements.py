"""Count what the application says to its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import event

from assessor.bootstrap import Application
from assessor.storage.database import Pooled


@contextmanager
def recorded(application: Application) -> Iterator[list[str]]:
    """The SQL statements sent while the block runs, in order."""
    said: list[str] = []

    def remember(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    with _listening(application, before_cursor_execute=remember):
        yield said


@contextmanager
def writing_commits(application: Application) -> Iterator[list[int]]:
    """The transactions that were committed while the block runs and had written, or locked a row: their numbers."""
    wrote: list[int] = []

    def remember(connection: psycopg.Connection[Any]) -> None:
        number, _ = _written(connection)
        if number is not None:
            wrote.append(int(number))

    with _before_commits(remember):
        yield wrote


@contextmanager
def patience(application: Application) -> Iterator[list[str]]:
    """For each transaction that wrote and was committed while the block runs: did its commit wait for the disk?

    Tests' databases wait for no disk; here every transaction begins as it would elsewhere.
    """
    waited: list[str] = []

    def begin(connection: Any) -> None:
        connection.connection.driver_connection.execute("set local synchronous_commit to on")

    def remember(connection: psycopg.Connection[Any]) -> None:
        number, setting = _written(connection)
        if number is not None:
            waited.append(setting)

    with _listening(application, begin=begin), _before_commits(remember):
        yield waited


def _written(connection: psycopg.Connection[Any]) -> Any:
    """The number of a connection's transaction, if it has one, and whether its commit waits for the disk."""
    told = "select pg_current_xact_id_if_assigned()::text, current_setting('synchronous_commit')"
    return connection.execute(told).fetchone()


@contextmanager
def _before_commits(remember: Callable[[psycopg.Connection[Any]], None]) -> Iterator[None]:
    """Tell of every commit of the application's: SQLAlchemy does not know of those that are sent with others."""
    commit = Pooled.commit

    def told(connection: Pooled) -> None:
        if connection.info.transaction_status is not TransactionStatus.IDLE:
            remember(connection)
        commit(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pooled, "commit", told)
        yield


@contextmanager
def _listening(application: Application, **listeners: Callable[..., None]) -> Iterator[None]:
    """The listeners are told of these events of the application's engines while the block runs."""
    engines = (application.database.platform_engine, application.database.staff_engine)
    for engine, (name, listener) in product(engines, listeners.items()):
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for engine, (name, listener) in product(engines, listeners.items()):
            event.remove(engine, name, listener)
