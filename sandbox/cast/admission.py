"""Letting a template's roles log in: they cannot by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sandbox.scram import new_password, verifier

_CONNECT_SECONDS = 10

LIMIT = "ALTER ROLE {role} CONNECTION LIMIT {most}"
"""How many sessions a role may have."""

_LOGIN = """
ALTER ROLE {role} RESET ALL;
ALTER ROLE {role} LOGIN PASSWORD {secret};
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role};
"""


def admit(
    platform_dsn: str, dsn: str, roles: Sequence[str], connections: Mapping[str, int]
) -> dict[str, str]:
    """Give roles new passwords; the address of each, in the database of `dsn`. Raises psycopg.Error."""
    passwords = {role: new_password() for role in roles}
    database = str(conninfo_to_dict(dsn)["dbname"])
    with psycopg.connect(platform_dsn, autocommit=True, connect_timeout=_CONNECT_SECONDS) as platform:
        for role, password in passwords.items():
            named = {"role": sql.Identifier(role), "secret": sql.Literal(verifier(password))}
            platform.execute(sql.SQL(_LOGIN).format(database=sql.Identifier(database), **named))
        for role, most in connections.items():
            platform.execute(sql.SQL(LIMIT).format(role=sql.Identifier(role), most=sql.Literal(most)))
    return {role: make_conninfo(dsn, user=role, password=password) for role, password in passwords.items()}
