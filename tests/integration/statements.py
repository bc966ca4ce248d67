"""Count what the application says to its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from assessor.bootstrap import Application


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

    def remember(connection: Any) -> None:
        raw = connection.connection.driver_connection
        number = raw.execute("select pg_current_xact_id_if_assigned()::text").fetchone()[0]
        if number is not None:
            wrote.append(int(number))

    with _listening(application, commit=remember):
        yield wrote


@contextmanager
def patience(application: Application) -> Iterator[list[str]]:
    """For each transaction that wrote and was committed while the block runs: did its commit wait for the disk?

    Tests' databases wait for no disk; here every transaction begins as it would elsewhere.
    """
    waited: list[str] = []

    def begin(connection: Any) -> None:
        connection.connection.driver_connection.execute("set local synchronous_commit to on")

    def commit(connection: Any) -> None:
        raw = connection.connection.driver_connection
        told = "select pg_current_xact_id_if_assigned(), current_setting('synchronous_commit')"
        number, setting = raw.execute(told).fetchone()
        if number is not None:
            waited.append(setting)

    with _listening(application, begin=begin, commit=commit):
        yield waited


@contextmanager
def _listening(application: Application, **listeners: Callable[..., None]) -> Iterator[None]:
    """The listeners are told of these events of the application's engine while the block runs."""
    engine = application.database.platform_engine
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
