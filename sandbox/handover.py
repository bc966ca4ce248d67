"""Handing a running server over to its candidate: fresh secrets, and the proof that they work."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from sandbox import wire
from sandbox.errors import ConnectionLost, NeverReady, StartFailed
from sandbox.provider import SandboxHandle
from sandbox.role import is_full, log_in
from sandbox.seeding import set_passwords

_NO_QUERY = "The sandbox runs, but its candidate's role could not run a query."


def give_secrets(dsn: str, passwords: Mapping[str, str]) -> None:
    """New passwords for roles, through the platform's `dsn`; raises StartFailed."""
    try:
        set_passwords(dsn, passwords)
    except psycopg.Error as error:
        raise StartFailed(f"The sandbox's roles could not be given secrets: {error}") from error


def prove(candidate_dsn: str, seconds: float) -> None:
    """Raise NeverReady unless the candidate's role has a query answered within `seconds`."""
    if not wire.answers(candidate_dsn, seconds):
        raise NeverReady(_NO_QUERY)


def hand_back(handle: SandboxHandle, seconds: float) -> None:
    """Let the handle's candidate go on, also one that changed the role's password or settings. Raises NeverReady."""
    try:
        session, _ = log_in(handle.dsn, handle.platform_dsn, seconds)
    except ConnectionLost as error:
        if not is_full(str(error)):
            raise NeverReady(f"{_NO_QUERY} {error}") from error
    else:
        session.finish()
