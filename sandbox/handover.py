"""Handing a running server over to its candidate: fresh secrets, and the proof that they work."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg.conninfo import conninfo_to_dict

from sandbox import wire
from sandbox.errors import NeverReady, StartFailed
from sandbox.provider import CANDIDATE_ROLE, SandboxHandle
from sandbox.seeding import set_passwords


def give_secrets(dsn: str, passwords: Mapping[str, str]) -> None:
    """New passwords for roles, through the platform's `dsn`; raises StartFailed."""
    try:
        set_passwords(dsn, passwords)
    except psycopg.Error as error:
        raise StartFailed(f"The sandbox's roles could not be given secrets: {error}") from error


def prove(candidate_dsn: str, seconds: float) -> None:
    """Raise NeverReady unless the candidate's role has a query answered within `seconds`."""
    if not wire.answers(candidate_dsn, seconds):
        raise NeverReady("The sandbox runs, but its candidate's role could not run a query.")


def hand_back(handle: SandboxHandle, seconds: float) -> None:
    """Let the handle's candidate go on, also one that changed the role's password. Raises StartFailed, NeverReady."""
    if wire.answers(handle.dsn, seconds):
        return
    password = str(conninfo_to_dict(handle.dsn)["password"])
    give_secrets(handle.platform_dsn, {CANDIDATE_ROLE: password})
    prove(handle.dsn, seconds)
