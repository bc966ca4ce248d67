"""Whose rows a unit of work may see: what the database itself holds it to, besides every query's own condition."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Reach:
    """One organisation, all of them, or none."""

    organisation_id: UUID | None = None
    platform: bool = False


PLATFORM = Reach(platform=True)
"""All organisations: for the worker, the commands, and for who is known by a secret (a link, a token, a password)."""

NOBODY = Reach()
"""Rows of no organisation at all: what is left where nobody has said whose rows are meant."""
