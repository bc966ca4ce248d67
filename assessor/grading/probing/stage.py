"""Copies of a lab's databases, with the answer applied: one for every probe, so that no probe finds what another left.

The answer's owner is the candidate's role. Probes run as other roles, and what they leave is read by a role of ours
that no code of the answer's ever runs as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from assessor.grading.probing.guard import Shape, kinds, shapes, spoiled
from assessor.grading.probing.probe import Load
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.watch import Watch
from assessor.grading.session import Ended, KnownTypes, LabUnreachable, Limits, Stopped, Types
from assessor.grading.stage import MAINTENANCE_DATABASE, MEASURED, Platform, end_sessions
from sandbox import wire
from sandbox.cast.admission import LIMIT
from sandbox.provider import CANDIDATE_ROLE, DEFAULT_DATABASE, SandboxHandle
from sandbox.scram import new_password, verifier
from sandbox.seeding import EMPTY, seeded

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
_BARRIER = sql.Identifier("barrier")
_CONNECT_SECONDS = 10
LOAD_TIMES = 6
"""Facts are many, and a machine may be busy: so many times as long as a probe they may take to be stored."""


@dataclass(frozen=True)
class Form:
    """How a text is applied, and whether it may change the shapes of the tables that are there."""

    apply: Callable[[ProbeStage, str, bool], None]
    reshapes: bool = False


def _apply_script(stage: ProbeStage, text: str, openly: bool) -> None:
    with stage.session(CANDIDATE_ROLE) as session:
        session.script(text, openly=openly)


SCRIPT = Form(_apply_script)
"""All at once, beside the tables."""


class ProbeStage:
    """The databases and roles of one lab's server."""

    def __init__(
        self,
        handle: SandboxHandle,
        roles: Sequence[str],
        limits: Limits,
        form: Form = SCRIPT,
        loads: Mapping[str, Sequence[Load]] = MappingProxyType({}),
    ) -> None:
        self._handle = handle
        self._form = form
        self._limits = limits
        self._patient = replace(limits, seconds=LOAD_TIMES * limits.seconds)
        self._loads = loads
        self._applied: dict[str, dict[str, Shape]] = {}
        """By database: the shapes of its tables before the answer came unless it may change them."""
        self._untouched: str | None = None
        """The database on the stage, if nothing has changed there."""
        self._built_in: Types = {}
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
        self._untouched = None

    def keep(self, database: str) -> None:
        """Nothing has changed on the stage: the next probe of this database needs no other copy."""
        self._untouched = database

    def show(self, database: str, text: str, *, openly: bool) -> None:
        """Put a fresh copy of a database with the answer applied on the stage. Raises Stopped, LabUnreachable."""
        self.apply(database, text, openly=openly)
        if self._untouched != database:
            self.copy(_applied(database))
        self._untouched = None

    def fresh(self, database: str, connections: Mapping[str, int]) -> None:
        """Put a fresh copy of a database on the stage, with no answer applied and no run measured.

        `connections` limits the sessions of roles. Raises LabUnreachable.
        """
        self.copy(database)
        self._do("ALTER DATABASE {name} RESET ALL", name=sql.Identifier(DEFAULT_DATABASE))
        for role, most in connections.items():
            self._do(LIMIT, role=sql.Identifier(role), most=sql.Literal(most))
        with self.session(READER) as reader:
            self._applied[database] = kinds(reader)

    def dsn(self, role: str) -> str:
        """The address of a role in the database on the stage; it holds a secret."""
        return make_conninfo(
            self._handle.dsn, dbname=DEFAULT_DATABASE, user=role, password=self._passwords[role]
        )

    def session(
        self, role: str, database: str = DEFAULT_DATABASE, *, settings: Sequence[str] = ()
    ) -> ProbeSession:
        """A session in the database on the stage, or in another; `settings` run in it first.

        Raises LabUnreachable, Stopped.
        """
        session = self.session_of(ProbeSession, role, database)
        for text in settings:
            session.execute(text)
        return session

    def session_of(
        self, kind: type[P], role: str, database: str = DEFAULT_DATABASE, limits: Limits | None = None
    ) -> P:
        """A session of another kind, or with other limits. Raises LabUnreachable."""
        known = KnownTypes(self._built_in)
        return kind(self.dsn(role), database, limits or self._limits, known, trusted=role == READER)

    def guards(self, database: str) -> bool:
        """Whether there were tables before the answer came."""
        return bool(self._applied[database])

    def watcher(self) -> pq.abc.PGconn:
        """A session of the platform's for whoever watches locks. Raises ConnectionLost."""
        return wire.connect(self._handle.platform_dsn, _CONNECT_SECONDS, dbname=MAINTENANCE_DATABASE)

    def barrier(self) -> None:
        """Return when every session has heard the interrupt that it was sent so far. Raises LabUnreachable.

        pg_terminate_backend() only sends one. Dropping a database waits until every process has answered to it, and
        none does so with an older signal unheard.
        """
        self._do("CREATE DATABASE {name} " + EMPTY, name=_BARRIER)
        self._do("DROP DATABASE {name}", name=_BARRIER)

    def end_candidate(self) -> None:
        """End what the candidate's role left running. Raises LabUnreachable."""
        self.end_sessions([CANDIDATE_ROLE])

    def require_unspoiled(self, reader: ProbeSession, database: str) -> None:
        """Raise Stopped where a table on the stage is not what it was before the answer came."""
        _compare(self._applied[database], shapes(reader))

    def require_tables(self, reader: ProbeSession, database: str) -> None:
        """Raise Stopped where a table of a fresh copy is none any more; its columns may be others."""
        _compare(self._applied[database], kinds(reader))

    def end_sessions(self, roles: Sequence[str] = ()) -> None:
        """No session outlives its probe: work in the background would be another probe's. Raises LabUnreachable."""
        try:
            end_sessions(self._platform, roles or (*self._roles, READER))
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's sessions could not be ended: {error}") from error

    def apply(self, database: str, text: str, *, openly: bool) -> None:
        """Apply the answer to a database, unless it is already. Raises Stopped, LabUnreachable."""
        if database in self._applied:
            return
        self.copy(database)
        with self.session(READER) as reader:
            before = shapes(reader)
        self._form.apply(self, text, openly)
        with self.session(READER) as reader:
            if self._form.reshapes:
                before = shapes(reader)
            _compare(before, shapes(reader))
        for load in self._loads.get(database, ()):
            self._load(load)
        self.end_sessions()
        new = sql.Identifier(_applied(database))
        self._do("DROP DATABASE IF EXISTS {new}", new=new)
        self._do("ALTER DATABASE {old} RENAME TO {new}", old=sql.Identifier(DEFAULT_DATABASE), new=new)
        self._applied[database] = before

    def _load(self, load: Load) -> None:
        """Store facts, and let the planner know of them as it would of any that have been there for a while.

        No plan is told meanwhile: there are as many as facts.
        """
        self._do(
            "ALTER DATABASE {name} RESET auto_explain.log_min_duration", name=sql.Identifier(DEFAULT_DATABASE)
        )
        for role, text in (
            (load.role, f"{seeded(load.script)};\n{load.script.sql}"),
            (CANDIDATE_ROLE, "VACUUM (ANALYZE)"),
        ):
            try:
                with self.session_of(ProbeSession, role, limits=self._patient) as session:
                    session.script(text, openly=False)
            except Stopped as stopped:
                reason = f"facts could not be stored before: {stopped.reason}"
                raise Stopped(stopped.ended, reason, stopped.sqlstate) from stopped

    def copy(self, database: str, onto: str = DEFAULT_DATABASE, *, measured: bool = True) -> None:
        """A copy on the stage, and roles as they were: a role may have changed its own password and settings.

        Sessions tell plans if it is `measured`. Raises LabUnreachable.
        """
        self.end_sessions()
        self._untouched = None
        name = sql.Identifier(onto)
        self._do("DROP DATABASE IF EXISTS {name}", name=name)
        for role in self._roles:
            self._do(_ROLE, role=sql.Identifier(role), secret=sql.Literal(self._secrets[role]))
        copy = "CREATE DATABASE {name} TEMPLATE {original} STRATEGY file_copy"
        self._do(copy, name=name, original=sql.Identifier(database))
        self._open(name, measured=measured)

    def _open(self, name: sql.Identifier, *, measured: bool = True) -> None:
        """Let every role in, and have every session tell its plans if it is `measured`."""
        roles = sql.SQL(", ").join(map(sql.Identifier, (*self._roles, READER)))
        self._do(_RIGHTS + _LOCKS, name=name, roles=roles)
        if measured:  # for every role: only a superuser may change these
            self._do(MEASURED, subject=sql.SQL("DATABASE {}").format(name))

    def cancel(self, session: ProbeSession) -> None:
        """End what a session does. Raises LabUnreachable."""
        self._do("SELECT pg_catalog.pg_cancel_backend({pid})", pid=sql.Literal(session.pid))

    def _do(self, text: str, **parts: sql.Composable) -> None:
        try:
            self._platform.execute(sql.SQL(text).format(**parts))
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's databases could not be changed: {error}") from error


def _applied(database: str) -> str:
    return f"{database}_applied"


def _compare(before: dict[str, Shape], now: dict[str, Shape]) -> None:
    for name in spoiled(before, now):
        raise Stopped(Ended.REFUSED, f"{name} is not the table any more that it was")
