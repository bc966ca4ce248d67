"""Tenants, staff and candidates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a staff account may do."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    MANAGER = "manager"
    REVIEWER = "reviewer"


@dataclass(frozen=True)
class Organisation:
    """A tenant."""

    id: UUID
    slug: str
    name: str
    second_step: bool = False
    """Whether everybody of its staff must have a second factor."""


@dataclass(frozen=True)
class User:
    """A staff account of one organisation."""

    id: UUID
    organisation_id: UUID
    email: str
    name: str
    roles: frozenset[Role]
    active: bool = True


@dataclass(frozen=True)
class Candidate:
    """Somebody who was invited."""

    id: UUID
    organisation_id: UUID
    name: str
    email: str
