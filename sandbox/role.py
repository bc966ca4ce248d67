"""The candidate's role as its template made it: whatever its owner did to it is undone before the platform uses it.

A role may change its own password and, with ALTER ROLE ... SET, the settings that its sessions begin with; some of
these let no session begin at all (local_preload_libraries), or end it (idle_session_timeout). Both can lock the
platform out of its own sandbox, so no session of the candidate is used before it is known to have neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.scram import matches, verifier
from sandbox.seeding import CANDIDATE_CONNECTIONS

T = TypeVar("T")

PAUSE_SECONDS = 0.05

_SETTINGS_LEFT = "SELECT FROM pg_catalog.pg_db_role_setting LIMIT 1"
"""Templates have none. Every role may read them, and nobody but a superuser can shadow what is named in full."""

_ROLE = """
SELECT a.rolpassword, a.rolconnlimit FROM pg_catalog.pg_authid a WHERE a.rolname = {role}
"""
_DATABASES_OF_SETTINGS = """
SELECT d.datname FROM pg_catalog.pg_db_role_setting s
JOIN pg_catalog.pg_roles r ON r.oid = s.setrole LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
WHERE r.rolname = {role}
"""

_UPSET = (
    "the database system is",
    "server closed the connection unexpectedly",
    "terminating connection",
    "Connection refused",
    "Connection reset",
)


def log_in(
    dsn: str, platform_dsn: str | None, seconds: float, **overrides: str
) -> tuple[pq.abc.PGconn, bool]:
    """A session of the candidate's role that begins as the template had it, and whether that took a restoring.

    Without `platform_dsn` nothing is looked at or restored. Costs one small query where nothing was
    changed; the platform logs in only where something was. Raises ConnectionLost with libpq's words.
    """
    deadline = time.monotonic() + seconds
    if platform_dsn is None:
        return _patiently(lambda left: wire.connect(dsn, left, **overrides), deadline), False
    try:
        return _patiently(lambda left: _unchanged(dsn, left, **overrides), deadline), False
    except ConnectionLost as error:
        if is_full(str(error)):
            raise
    restored = _patiently(lambda left: restore(dsn, platform_dsn, left), deadline)
    return _patiently(lambda left: wire.connect(dsn, left, **overrides), deadline), restored


def restore(dsn: str, platform_dsn: str, seconds: float) -> bool:
    """Give the role of `dsn` its password and limit of sessions back and take its settings away; whether it had to.

    The platform's session finds what PostgreSQL ships and none of the candidate's objects. It is in their database all
    the same: in another one it would be the first, and need room for its catalogue, which a full disk has not.
    Raises ConnectionLost.
    """
    given = conninfo_to_dict(dsn)
    role, password = str(given["user"]), str(given["password"])
    connection = wire.connect(platform_dsn, seconds, options=wire.NO_SEARCH_PATH)
    try:
        texts = [
            *_of_attributes(role, password, wire.ask(connection, _named(_ROLE, role), seconds)),
            *_of_settings(role, wire.ask(connection, _named(_DATABASES_OF_SETTINGS, role), seconds)),
        ]
        if texts:
            wire.ask(connection, "; ".join(texts), seconds)
        return bool(texts)
    finally:
        connection.finish()


def _of_attributes(role: str, password: str, found: list[tuple[str | None, ...]]) -> list[str]:
    if found and matches(found[0][0] or "", password) and found[0][1] == str(CANDIDATE_CONNECTIONS):
        return []
    words = sql.SQL("ALTER ROLE {} PASSWORD {} CONNECTION LIMIT {}").format(
        sql.Identifier(role), sql.Literal(verifier(password)), sql.Literal(CANDIDATE_CONNECTIONS)
    )
    return [words.as_string(None)]


def _of_settings(role: str, databases: list[tuple[str | None, ...]]) -> list[str]:
    texts = []
    for (database,) in databases:
        where = sql.SQL("IN DATABASE {}").format(sql.Identifier(database)) if database else sql.SQL("")
        words = sql.SQL("ALTER ROLE {} {} RESET ALL").format(sql.Identifier(role), where)
        texts.append(words.as_string(None))
    return texts


def is_full(message: str) -> bool:
    """Whether a refused login says that the role has all the sessions it may have."""
    return "too many connections for role" in message


def recovers(message: str) -> bool:
    """Whether a refusal comes from a server that a backend's death has upset, and that is back in a moment.

    While it still ends its other processes, one that was forked for us is ended, too.
    """
    return any(words in message for words in _UPSET)


def _unchanged(dsn: str, seconds: float, **overrides: str) -> pq.abc.PGconn:
    connection = wire.connect(dsn, seconds, **overrides)
    try:
        left = wire.ask(connection, _SETTINGS_LEFT, seconds)
    except ConnectionLost as error:
        # The settings may end even this query, in words like those of a server that recovers.
        connection.finish()
        raise ConnectionLost("The role's settings could not be read.") from error
    if left:
        connection.finish()
        raise ConnectionLost("The role has settings of its own.")
    return connection


def _patiently(attempt: Callable[[float], T], deadline: float) -> T:
    while True:
        try:
            return attempt(max(deadline - time.monotonic(), 0.1))
        except ConnectionLost as error:
            if not recovers(str(error)) or time.monotonic() >= deadline:
                raise
            time.sleep(PAUSE_SECONDS)


def _named(text: str, role: str) -> str:
    return sql.SQL(text).format(role=sql.Literal(role)).as_string(None)
