"""Put a dataset on the lab's stage, so that an answer finds there what it found in a candidate's sandbox.

Nothing here reads what an answer may have made.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import LiteralString

import psycopg
from psycopg import sql

from assessor.grading.session import LabUnreachable
from sandbox.provider import CANDIDATE_ROLE, DEFAULT_DATABASE

Platform = psycopg.Connection[tuple[object, ...]]

MAINTENANCE_DATABASE = "postgres"

MEASURED = """
ALTER {subject} SET session_preload_libraries = 'auto_explain';
ALTER {subject} SET auto_explain.log_min_duration = 0;
ALTER {subject} SET auto_explain.log_analyze = on;
ALTER {subject} SET auto_explain.log_buffers = on;
ALTER {subject} SET auto_explain.log_timing = off;
ALTER {subject} SET auto_explain.log_format = 'json';
ALTER {subject} SET auto_explain.log_nested_statements = on;
ALTER {subject} SET auto_explain.log_level = 'info';
"""
"""Every run tells its plan with what it did, also of the statements that functions run inside it. Only a superuser
may change these, and client_min_messages does not hold back INFO: so an answer cannot tell a measured run from one
that is not, nor keep its work to itself."""

_END = "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE "
_OF_ROLES = "usename = ANY(%s)"
_OF_PROCESS = "pid = %s"
_CONNECT_SECONDS = 10
_SESSIONS_SECONDS = 5.0
_PAUSE_SECONDS = 0.002


class Stage:
    """The databases of one lab's server: the one that is graded now bears the name of a sandbox's database."""

    def __init__(self, platform_dsn: str) -> None:
        self._dsn = platform_dsn
        self._shown: str | None = None

    def show(self, database: str) -> str:
        """The name under which `database` can be reached from now on. Raises LabUnreachable."""
        if self._shown != database:
            try:
                with self._connected() as platform:
                    self._change(platform, database)
            except psycopg.Error as error:
                raise LabUnreachable(f"The lab's datasets could not be changed: {error}") from error
        return DEFAULT_DATABASE

    def _connected(self) -> Platform:
        """Closed again before an answer runs, which could see it and tell a lab from a sandbox."""
        return psycopg.connect(
            self._dsn, dbname=MAINTENANCE_DATABASE, autocommit=True, connect_timeout=_CONNECT_SECONDS
        )

    def _change(self, platform: Platform, database: str) -> None:
        if self._shown is None:
            subject = sql.SQL("ROLE {}").format(sql.Identifier(CANDIDATE_ROLE))
            platform.execute(sql.SQL(MEASURED).format(subject=subject))
        end_sessions(platform, [CANDIDATE_ROLE])
        if self._shown is not None:
            _rename(platform, DEFAULT_DATABASE, self._shown)
            self._shown = None
        _rename(platform, database, DEFAULT_DATABASE)
        self._shown = database


def end_sessions(platform: Platform, roles: Sequence[str]) -> None:
    """No session of an answer outlives its run: work in the background would be another run's.

    Raises LabUnreachable, psycopg.Error.
    """
    _end(platform, _OF_ROLES, list(roles))


def end_process(platform: Platform, pid: int) -> None:
    """End one session's process, if it is still there, and return when what it kept is free.

    Raises LabUnreachable, psycopg.Error.
    """
    _end(platform, _OF_PROCESS, pid)


def _end(platform: Platform, which: LiteralString, value: object) -> None:
    """Sooner than pg_terminate_backend, which looks ten times a second whether they are gone."""
    deadline = time.monotonic() + _SESSIONS_SECONDS
    while platform.execute(_END + which, [value]).fetchall():
        if time.monotonic() > deadline:
            raise LabUnreachable("The lab's sessions do not end.")
        time.sleep(_PAUSE_SECONDS)


def _rename(platform: Platform, old: str, new: str) -> None:
    if old != new:
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        platform.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))
