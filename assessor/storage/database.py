"""The engine on PostgreSQL through psycopg 3 with its pool, and sessions on it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import NullPool

from assessor.domain.reach import PLATFORM, Reach
from assessor.errors import DatabaseAway
from assessor.storage.roles import PLATFORM_ROLE, STAFF_ROLE, as_role
from assessor.storage.row_security import SETTING

APPLICATION_NAME = "assessor"
PATIENCE = 10.0
"""Seconds to wait for a connection: whoever waits for a page is told then, and their browser tries again."""


FRESH = 1.0
"""Seconds for which a connection that worked is taken to work still: a check is a round trip."""


_SAY = text(f"select set_config('{SETTING}', :organisation, true)")


class Pooled(psycopg.Connection[Any]):
    """A connection that knows when it was used last."""

    used_at = -FRESH


STAFF_CONNECTIONS = 5
"""For pages of staff, beside those for candidates: they are few, and short."""


class Database:
    """Sessions on the application database.

    psycopg_pool keeps the connections (checked before use, replaced when the server was restarted), so SQLAlchemy's
    own pool is switched off. There are two pools, for a connection has one role for as long as it lives: candidates'
    requests and jobs pay nothing for that, and a session of staff that names no organisation sees nothing.
    """

    def __init__(self, dsn: str, *, pool_size: int = 10) -> None:
        """`dsn` is a libpq URI or key=value string. Opens no connection yet."""
        self.dsn = dsn
        self.engine: Engine = _engine(lambda: psycopg.connect(dsn, application_name=APPLICATION_NAME))
        """As the login itself, for migrations."""
        self._platform = _pool(self.platform_dsn, pool_size)
        self._staff = _pool(as_role(dsn, STAFF_ROLE), min(pool_size, STAFF_CONNECTIONS))
        self.platform_engine, self.staff_engine = _pooled(self._platform), _pooled(self._staff)

    @property
    def platform_dsn(self) -> str:
        """Where a connection sees the rows of all organisations."""
        return as_role(self.dsn, PLATFORM_ROLE)

    @contextmanager
    def session(self, *, readonly: bool = False, reach: Reach = PLATFORM) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an exception; `readonly` refuses any write."""
        engine = self.platform_engine if reach.platform else self.staff_engine
        if readonly:
            engine = engine.execution_options(postgresql_readonly=True)
        with (
            _translated(readonly=readonly),
            Session(engine, expire_on_commit=False, info={"readonly": readonly}) as session,
        ):
            if reach.organisation_id is not None:
                _hold_to(session, reach.organisation_id)
            yield session
            if readonly:
                session.rollback()
            else:
                session.commit()

    def require(self) -> None:
        """Raise psycopg.OperationalError, with the server's own words, if the database cannot be reached.

        The pool would only say, after half a minute, that it got no connection.
        """
        psycopg.connect(self.dsn, application_name=APPLICATION_NAME).close()

    def close(self) -> None:
        """Close every connection."""
        self._platform.close()
        self._staff.close()


def _pool(dsn: str, size: int) -> ConnectionPool[Pooled]:
    return ConnectionPool(
        dsn,
        connection_class=Pooled,
        min_size=1,
        max_size=size,
        open=False,
        check=_checked_if_in_doubt,
        reset=_put_back,
        close_returns=True,
        timeout=PATIENCE,
        kwargs={"application_name": APPLICATION_NAME},
        name="assessor",
    )


def _pooled(pool: ConnectionPool[Pooled]) -> Engine:
    def connect() -> psycopg.Connection[Any]:
        pool.open()
        return pool.getconn()

    return _engine(connect)


def _engine(connect: Callable[[], psycopg.Connection[Any]]) -> Engine:
    return create_engine("postgresql+psycopg://", poolclass=NullPool, creator=connect)


def _hold_to(session: Session, organisation_id: UUID) -> None:
    """Every transaction of the session says at its begin whose rows it may see."""

    def say(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
        del session, transaction
        connection.execute(_SAY, {"organisation": str(organisation_id)})

    event.listen(session, "after_begin", say)


def _put_back(connection: Pooled) -> None:
    connection.used_at = time.monotonic()
    # Whether transactions are read-only is the server's to say: SQLAlchemy leaves "read write" behind.
    connection.read_only = None


def _checked_if_in_doubt(connection: Pooled) -> None:
    """Ask the server if nobody has for a while, or if it has said something unasked, as when it closes a connection."""
    fresh = time.monotonic() - connection.used_at < FRESH
    told = select.poll()
    told.register(connection, select.POLLIN)
    if not fresh or told.poll(0):
        ConnectionPool.check_connection(connection)


@contextmanager
def _translated(*, readonly: bool) -> Iterator[None]:
    """A database that is away, or takes no writes, is nobody's mistake.

    What was sent together (see noting) fails as the driver says it, everything else as SQLAlchemy does.
    """
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        raise DatabaseAway() from error
    except (InternalError, psycopg.InternalError) as error:
        if readonly or not isinstance(getattr(error, "orig", error), psycopg.errors.ReadOnlySqlTransaction):
            raise
        raise DatabaseAway() from error


def driver_connection(session: Session) -> psycopg.Connection[Any]:
    """The psycopg connection under a session, in the session's transaction."""
    connection: psycopg.Connection[Any] | None = session.connection().connection.driver_connection
    assert connection is not None  # noqa: S101 - a session that runs always has one
    return connection


@contextmanager
def reading(session: Session) -> Iterator[None]:
    """What is read inside belongs to no transaction: two ways to the database and back less. Nothing inside may write.

    Only before anything else in a session, or after a commit.
    """
    session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    yield
    session.commit()


@contextmanager
def together(session: Session) -> Iterator[None]:
    """What is written inside goes to the server and is committed in one way there and back.

    Nothing inside may ask for an answer. With what was done in the transaction before it fails or is done as a whole.
    """
    connection = driver_connection(session)
    with connection.pipeline():
        yield
        connection.commit()


@contextmanager
def noting(session: Session) -> Iterator[None]:
    """What is written inside goes together (see above), and its commit does not wait until it is on disk.

    Others see what was committed as soon as ever; a crash of the database server,
    and nothing else, loses it if it was committed within the last three times wal_writer_delay, 0.6 s:
    https://www.postgresql.org/docs/current/wal-async-commit.html
    """
    with together(session):
        driver_connection(session).execute("SET LOCAL synchronous_commit TO off")
        yield
