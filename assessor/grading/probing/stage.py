"""Copies of a lab's databases, with the answer applied: one for every probe, so that no probe finds what another left.

The answer's owner is the candidate's role. Probes run as other roles, and what they leave is read by a role of ours
that no code of the answer's ever runs as.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from assessor.grading.probing.guard import Shape, shapes, spoiled
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.watch import Watch
from assessor.grading.session import Ended, LabUnreachable, Limits, Stopped
from assessor.grading.stage import MAINTENANCE_DATABASE, MEASURED, Platform, end_sessions
from sandbox.provider import CANDIDATE_ROLE, DEFAULT_DATABASE, SandboxHandle
from sandbox.scram import new_password, verifier

P = TypeVar("P", bound=ProbeSession)

READER = "reader"
"""Sees all rows of all tables, and owns and changes nothing."""

_READER = """
CREATE ROLE {reader} LOGIN BYPASSRLS PASSWORD {secret};
GRANT pg_read_all_data TO {reader};
"""
_ROLE = "ALTER ROLE {role} RESET ALL; ALTER ROLE {role} LOGIN PASSWORD {secret};"
_LOCKS = """
ALTER DATABASE {name} SET deadlock_timeout = '10ms';
ALTER DATABASE {name} SET log_lock_waits = on;
"""
"""A session that waits is soon told that PostgreSQL has looked for a deadlock. A superuser's settings, too."""
_RIGHTS = """
REVOKE ALL ON DATABASE {name} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {roles};
"""
_CONNECT_SECONDS = 10


class ProbeStage:
    """The databases and roles of one lab's server."""

    def __init__(self, handle: SandboxHandle, roles: Sequence[str], limits: Limits) -> None:
        self._handle = handle
        self._limits = limits
        self._applied: dict[str, dict[str, Shape]] = {}
        """By database: the shapes of its tables before the answer came."""
        self._roles = (CANDIDATE_ROLE, *roles)
        self._passwords = {role: new_password() for role in (READER, *roles)}
        self._passwords[CANDIDATE_ROLE] = str(conninfo_to_dict(handle.dsn)["password"])
        self._secrets = {role: verifier(password) for role, password in self._passwords.items()}
        try:
            self._platform: Platform = psycopg.connect(
                handle.platform_dsn,
                dbname=MAINTENANCE_DATABASE,
                autocommit=True,
                connect_timeout=_CONNECT_SECONDS,
            )
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's platform role could not log in: {error}") from error
        self.watch = Watch(self._platform)
        self._do(_READER, reader=sql.Identifier(READER), secret=sql.Literal(self._secrets[READER]))

    def close(self) -> None:
        """End the platform's session."""
        self._platform.close()

    def forget(self) -> None:
        """Another answer comes."""
        self._applied.clear()

    def show(self, database: str, text: str, *, openly: bool) -> None:
        """Put a fresh copy of a database with the answer applied on the stage. Raises Stopped, LabUnreachable."""
        if database not in self._applied:
            self._apply(database, text, openly=openly)
        self._copy(_applied(database))

    def session(self, role: str) -> ProbeSession:
        """A session in the database on the stage. Raises LabUnreachable."""
        return self.session_of(ProbeSession, role)

    def session_of(self, kind: type[P], role: str) -> P:
        """A session of another kind. Raises LabUnreachable."""
        dsn = make_conninfo(self._handle.dsn, user=role, password=self._passwords[role])
        return kind(dsn, DEFAULT_DATABASE, self._limits, trusted=role == READER)

    def require_unspoiled(self, reader: ProbeSession, database: str) -> None:
        """Raise Stopped where a table on the stage is not what it was before the answer came."""
        _compare(self._applied[database], reader)

    def end_sessions(self) -> None:
        """No session outlives its probe: work in the background would be another probe's. Raises LabUnreachable."""
        try:
            end_sessions(self._platform, (*self._roles, READER))
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's sessions could not be ended: {error}") from error

    def _apply(self, database: str, text: str, *, openly: bool) -> None:
        self._copy(database)
        with self.session(READER) as reader:
            before = shapes(reader)
        with self.session(CANDIDATE_ROLE) as session:
            session.script(text, openly=openly)
        with self.session(READER) as reader:
            _compare(before, reader)
        self.end_sessions()
        new = sql.Identifier(_applied(database))
        self._do("DROP DATABASE IF EXISTS {new}", new=new)
        self._do("ALTER DATABASE {old} RENAME TO {new}", old=sql.Identifier(DEFAULT_DATABASE), new=new)
        self._applied[database] = before

    def _copy(self, database: str) -> None:
        """A copy on the stage, and roles as they were: a role may have changed its own password and settings."""
        self.end_sessions()
        name = sql.Identifier(DEFAULT_DATABASE)
        self._do("DROP DATABASE IF EXISTS {name}", name=name)
        for role in self._roles:
            self._do(_ROLE, role=sql.Identifier(role), secret=sql.Literal(self._secrets[role]))
        copy = "CREATE DATABASE {name} TEMPLATE {original} STRATEGY file_copy"
        self._do(copy, name=name, original=sql.Identifier(database))
        self._open(name)

    def _open(self, name: sql.Identifier) -> None:
        """Let every role in, and have every session tell its plans."""
        roles = sql.SQL(", ").join(map(sql.Identifier, (*self._roles, READER)))
        self._do(_RIGHTS + _LOCKS, name=name, roles=roles)
        # For every role: only a superuser may change these.
        self._do(MEASURED, subject=sql.SQL("DATABASE {}").format(name))

    def _do(self, text: str, **parts: sql.Composable) -> None:
        try:
            self._platform.execute(sql.SQL(text).format(**parts))
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's databases could not be changed: {error}") from error


def _applied(database: str) -> str:
    return f"{database}_applied"


def _compare(before: dict[str, Shape], reader: ProbeSession) -> None:
    for name in spoiled(before, shapes(reader)):
        raise Stopped(Ended.REFUSED, f"{name} is not the table any more that it was")
