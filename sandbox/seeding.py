"""Turn a fresh cluster into a template: roles, databases, the author's scripts, rights; frozen and analysed.

Used by every provider that runs a real PostgreSQL, so that a template is the same thing on each of them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import make_conninfo

from sandbox import wire
from sandbox.errors import ConnectionLost, SandboxError, SeedFailed
from sandbox.provider import (
    CANDIDATE_ROLE,
    DEFAULT_DATABASE,
    Access,
    Progress,
    SeedScript,
    Template,
    TemplateDatabase,
)
from sandbox.scram import verifier
from sandbox.sqltext import line_at, statement_starts

PLATFORM_ROLE = "platform"
"""The superuser of every sandbox: prepares and removes, never reads a candidate's objects."""

CHALLENGE_OWNER_ROLE = "challenge_owner"
"""Owns the tables of databases that the candidate may only read; cannot log in."""

MAINTENANCE_DATABASE = "postgres"
CANDIDATE_CONNECTIONS = 8
"""Sessions that stay open (see assessor.broker), and room for a run and a look at the schema beside them."""

EMPTY = "TEMPLATE template0 STRATEGY file_copy"
"""How a database is created that holds nothing yet. Not page by page: that opens the files of template0 for writing, so
that an overlay copies each first, ten times as slowly; an open() there was once interrupted (EINTR), an error."""

SCRIPT_SECONDS = 600.0
SEED_SETTING = "assessor.seed"

_REFUSED_FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace
  AND (proname IN ('pg_logical_emit_message', 'pg_export_snapshot', 'loread', 'lowrite') OR proname LIKE 'lo\\_%')
"""
"""They write WAL, large objects or files without any bound that we could set."""

_ROLE_SETTINGS = "SELECT count(*)::text FROM pg_db_role_setting"

_NO_SETTINGS = "REVOKE ALL ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC"
"""How a SELECT changes settings. Where one SELECT is all that a candidate may do, it would gain more memory for sorts
than others have, a place to keep results in, another role or another output format; an honest one needs none of it."""


def fill_cluster(dsn: str, template: Template, progress: Progress) -> None:
    """Load a template through `dsn`, the platform's role in the database postgres. Raises SeedFailed.

    A failure leaves the cluster half-filled: throw it away.
    """
    try:
        with _connected(dsn) as connection:
            _create_roles(connection, template)
            for database in template.databases:
                _create_database(connection, database)
        for database in template.databases:
            _fill_database(dsn, database, progress)
        with _connected(dsn) as connection:
            if connection.execute(_ROLE_SETTINGS).fetchone() != ("0",):
                raise SeedFailed(
                    "A script ran ALTER ROLE ... SET or ALTER DATABASE ... SET; such settings are taken back before"
                    " each run (see sandbox/role.py), so a template may not have them."
                )
            connection.execute("CHECKPOINT")
    except psycopg.Error as error:
        raise SandboxError(
            f"The template {template.label or template.key} could not be made: {error}"
        ) from error


def first_database(template: Template) -> str:
    """Where a handle's DSN leads: DEFAULT_DATABASE if the template has it, else its first database."""
    names = [database.name for database in template.databases]
    return DEFAULT_DATABASE if DEFAULT_DATABASE in names or not names else names[0]


def set_passwords(dsn: str, passwords: Mapping[str, str]) -> None:
    """Give roles new passwords; only their SCRAM verifiers travel. Raises psycopg.Error."""
    with _connected(dsn) as connection, connection.transaction():
        for role, password in passwords.items():
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(verifier(password))
                )
            )


def _connected(dsn: str, database: str | None = None) -> psycopg.Connection[tuple[str, ...]]:
    target = make_conninfo(dsn, dbname=database) if database else dsn
    return psycopg.connect(target, autocommit=True, connect_timeout=10)


def _create_roles(connection: psycopg.Connection[tuple[str, ...]], template: Template) -> None:
    candidate = sql.SQL(
        "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT CONNECTION LIMIT {}"
    )
    connection.execute(candidate.format(sql.Identifier(CANDIDATE_ROLE), sql.Literal(CANDIDATE_CONNECTIONS)))
    for role in (CHALLENGE_OWNER_ROLE, *template.roles):
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    for role in (*template.roles, *template.rights):
        inherit = " WITH INHERIT TRUE" if role in template.rights else ""
        grant = sql.SQL("GRANT {} TO {}" + inherit)
        connection.execute(grant.format(sql.Identifier(role), sql.Identifier(CANDIDATE_ROLE)))
    for database in (MAINTENANCE_DATABASE, "template1"):
        connection.execute(
            sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
        )


def _create_database(connection: psycopg.Connection[tuple[str, ...]], database: TemplateDatabase) -> None:
    name = sql.Identifier(database.name)
    connection.execute(sql.SQL("CREATE DATABASE {} " + EMPTY).format(name))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    rights = sql.SQL("CONNECT, TEMPORARY" if database.access is Access.OWNER else "CONNECT")
    grant = sql.SQL("GRANT {} ON DATABASE {} TO {}")
    connection.execute(grant.format(rights, name, sql.Identifier(CANDIDATE_ROLE)))
    grant_owner = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
    connection.execute(grant_owner.format(name, sql.Identifier(CHALLENGE_OWNER_ROLE)))


def _fill_database(dsn: str, database: TemplateDatabase, progress: Progress) -> None:
    owner = CANDIDATE_ROLE if database.access is Access.OWNER else CHALLENGE_OWNER_ROLE
    with _connected(dsn, database.name) as connection:
        for (function,) in connection.execute(_REFUSED_FUNCTIONS).fetchall():
            connection.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC".encode())
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner)))
        for extension in database.extensions:
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
    for script in database.scripts:
        progress(f"loading {script.name} into {database.name}")
        run_script(dsn, database.name, owner, script)
    with _connected(dsn, database.name) as connection:
        if database.access is Access.READ:
            for grant in ("USAGE ON SCHEMA public", "SELECT ON ALL TABLES IN SCHEMA public"):
                connection.execute(f"GRANT {grant} TO {CANDIDATE_ROLE}".encode())
            connection.execute(_NO_SETTINGS.encode())
        progress(f"freezing and analysing {database.name}")
        connection.execute("VACUUM (FREEZE, ANALYZE)")


def run_script(dsn: str, database: str, role: str, script: SeedScript) -> None:
    """One script in a session of its own as `role`, its settings and random seed set before; raises SeedFailed."""
    connection = wire.connect(dsn, 10, dbname=database, client_encoding="UTF8")
    deadline = time.monotonic() + SCRIPT_SECONDS
    try:
        connection.send_query(_preamble(role, script).encode())
        _drain(connection, deadline, f"the settings of {script.name}", "")
        connection.send_query(script.sql.encode())
        _drain(connection, deadline, script.name, script.sql)
    except TimeoutError as error:
        raise SeedFailed(f"{script.name}: took longer than {SCRIPT_SECONDS:g} seconds.") from error
    except (ConnectionLost, psycopg.Error) as error:
        raise SeedFailed(f"{script.name}: the server was lost: {error}") from error
    finally:
        connection.finish()


def _preamble(role: str, script: SeedScript) -> str:
    # A script is its author's, who is trusted; the role is set so that it owns what the script makes.
    owner = sql.SQL("SET SESSION AUTHORIZATION {}; ").format(sql.Identifier(role))
    return owner.as_string(None) + seeded(script)


def seeded(script: SeedScript) -> str:
    """Statements that give a script its settings, and random() its seed. Raises SeedFailed."""
    statements: list[sql.Composable] = []
    for name, value in script.settings.items():
        call = sql.SQL("SELECT pg_catalog.set_config({}, {}, false)")
        statements.append(call.format(sql.Literal(name), sql.Literal(str(value))))
    if SEED_SETTING in script.settings:
        seed = _seed(script)
        statements.append(sql.SQL("SELECT pg_catalog.setseed({}::float8)").format(sql.Literal(str(seed))))
    return sql.SQL("; ").join(statements).as_string(None)


def _seed(script: SeedScript) -> float:
    given = script.settings[SEED_SETTING]
    try:
        return (int(given) % 1000) / 1000.0
    except ValueError as error:
        raise SeedFailed(f"{script.name}: {SEED_SETTING} must be a whole number, not {given!r}.") from error


def _drain(connection: pq.abc.PGconn, deadline: float, name: str, text: str) -> None:
    wire.flush(connection, deadline)
    finished = 0
    while (result := wire.next_result(connection, deadline)) is not None:
        if result.status == pq.ExecStatus.FATAL_ERROR:
            raise SeedFailed(_explain(result, name, text, finished))
        if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT):
            line = _line(text, None, finished)
            raise SeedFailed(f"{name}, line {line}: COPY to or from the client has no data here; use INSERT.")
        finished += 1


def _explain(result: pq.abc.PGresult, name: str, text: str, finished: int) -> str:
    def field(which: pq.DiagnosticField) -> str:
        return (result.error_field(which) or b"").decode("utf-8", "replace")

    given = field(pq.DiagnosticField.STATEMENT_POSITION)
    line = _line(text, int(given) if given else None, finished)
    message = f"{name}, line {line}: {field(pq.DiagnosticField.SQLSTATE)} {field(pq.DiagnosticField.MESSAGE_PRIMARY)}"
    for which in (
        pq.DiagnosticField.MESSAGE_DETAIL,
        pq.DiagnosticField.MESSAGE_HINT,
        pq.DiagnosticField.CONTEXT,
    ):
        if field(which):
            message += f" ({field(which).splitlines()[0]})"
    return message


def _line(text: str, position: int | None, finished: int) -> int:
    # Errors of execution carry no position: then it is the line on which the failing statement begins.
    if position is not None:
        return line_at(text, position - 1)
    starts = statement_starts(text)
    return line_at(text, starts[min(finished, len(starts) - 1)]) if starts else 1
