"""The roles in the application database, and the addresses that connect with them.

The owner makes and changes tables. Everything else works as one of two roles that own nothing: `assessor_platform` sees
the rows of all organisations, `assessor_staff` those of one (see row_security). A login may take both, or be the owner.
"""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection

PLATFORM_ROLE = "assessor_platform"
STAFF_ROLE = "assessor_staff"
RANDOM_PAGE_COST = 1.1
"""Of a page out of order beside one in order: disks have no heads any more, and most pages are in memory. At the
server's default of 4 the planner would rather read a table of attempts whole than an index of it."""
LOGIN = "assessor_app"
"""Who connects to the embedded database: may take the two roles, and nothing else."""

# Roles are the whole server's: another database on it may be making them at this moment.
_CREATE = """
do $$ begin
  create role {role} {kind} nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
exception when duplicate_object or unique_violation then null;
end $$
"""
_IS_IN = "select rolsuper or pg_has_role(oid, '{role}', 'usage') from pg_roles where rolname = current_user"


def as_role(dsn: str, role: str) -> str:
    """The address with which a connection has the role from its start: this costs no way to the server."""
    options = str(conninfo_to_dict(dsn).get("options") or "")
    return make_conninfo(
        dsn, options=f"{options} -c role={role} -c random_page_cost={RANDOM_PAGE_COST}".strip()
    )


def ensure_roles(connection: Connection) -> None:
    """Make the two roles, and let the owner be both. Raises ProgrammingError if the owner may make no roles."""
    for role in (PLATFORM_ROLE, STAFF_ROLE):
        _ensure(connection, role, "nologin")
        # A superuser is every role already, and needs no grant.
        if not connection.exec_driver_sql(_IS_IN.format(role=role)).scalar():
            connection.exec_driver_sql(f"grant {role} to current_user")


def ensure_login(connection: Connection, password: str) -> None:
    """Make the login, or give it another password."""
    if _ensure(connection, LOGIN, "login"):
        connection.exec_driver_sql(f"grant {PLATFORM_ROLE}, {STAFF_ROLE} to {LOGIN}")
    # Only its SCRAM verifier goes to the server, where statements may be logged.
    connection.exec_driver_sql(f"alter role {LOGIN} password '{_verifier(connection, password)}'")


def as_login(owner_dsn: str, password: str) -> str:
    """The address of the same database for the login."""
    return make_conninfo(owner_dsn, user=LOGIN, password=password)


def derived_password(owner_dsn: str) -> str:
    """A password for the login of an embedded database; it follows from the owner's, so nothing keeps it."""
    secret = str(conninfo_to_dict(owner_dsn)["password"])
    return hashlib.sha256(f"{LOGIN}:{secret}".encode()).hexdigest()


def _verifier(connection: Connection, password: str) -> str:
    driver: psycopg.Connection[Any] | None = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection that runs always has one
    made = driver.pgconn.encrypt_password(password.encode(), LOGIN.encode(), b"scram-sha-256")
    return made.decode()


def _ensure(connection: Connection, role: str, kind: str) -> bool:
    """Make a role unless there is one; whether it was made."""
    if connection.exec_driver_sql(f"select to_regrole('{role}')").scalar() is not None:
        return False
    connection.exec_driver_sql(_CREATE.format(role=role, kind=kind))
    return True
