"""Challenges in versions, and the assessments that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessor.domain.rules import Rules
from assessor.errors import AlreadyPublished, NotAllowed

WRITTEN = ("design", "review")
"""The kinds whose answers are in words: no server, neither for the candidate nor for the grader."""


class AssessmentState(StrEnum):
    """A draft may change; what is published never does."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Challenge:
    """One version of a pack, without its files (storage hands those to the grader)."""

    id: UUID
    slug: str
    hash: str
    title: str
    summary: str
    kind: str
    level: str
    minutes: int
    competencies: tuple[str, ...]
    practice: bool
    statement: str
    """Markdown; all that the candidate reads."""
    spec: Mapping[str, object] = field(default_factory=dict, repr=False)
    """challenge.toml as JSON."""

    @property
    def has_server(self) -> bool:
        """Whether a candidate works on it with a PostgreSQL of their own."""
        return self.kind not in WRITTEN


@dataclass(frozen=True)
class AssessmentChallenge:
    """A challenge at its place in an assessment, with its weight."""

    position: int
    points: int
    challenge: Challenge
    minutes: int | None = None
    """Its own time limit, which begins when the candidate opens it; None: only that of the whole."""


@dataclass(frozen=True)
class Assessment:
    """An ordered list of challenges with its time and rules."""

    id: UUID
    organisation_id: UUID
    title: str
    intro: str
    state: AssessmentState
    duration_minutes: int
    challenges: tuple[AssessmentChallenge, ...]
    practice: Challenge | None
    created_at: datetime
    published_at: datetime | None = None
    rules: Rules = field(default_factory=Rules)
    family_id: UUID | None = None
    """What all versions of one assessment share; storage always gives it."""
    version: int = 1
    profile: str = ""
    """The role that its challenges are held against, assessor.domain.profiles; "": none."""

    def limit_of(self, challenge_id: UUID) -> int | None:
        """The own time limit of a challenge in minutes, without anybody's extra time."""
        return next((item.minutes for item in self.challenges if item.challenge.id == challenge_id), None)


def require_draft(assessment: Assessment) -> None:
    """Raise AlreadyPublished unless the assessment may still change."""
    if assessment.state is not AssessmentState.DRAFT:
        raise AlreadyPublished()


def require_publishable(assessment: Assessment) -> None:
    """Raise AlreadyPublished or NotAllowed, naming what is missing."""
    require_draft(assessment)
    if not assessment.challenges:
        raise NotAllowed("An assessment needs at least one challenge before it can be published.")


def attempt_score(scores: Mapping[str, float | None], assessment: Assessment) -> float:
    """The weighted mean of challenge scores (0 to 100) by slug, one decimal.

    A challenge that is missing was not answered and counts 0; None could not be graded and is left out, so that a
    fault of the platform never costs points.
    """
    counted = [i for i in assessment.challenges if scores.get(i.challenge.slug, 0.0) is not None]
    possible = sum(item.points for item in counted)
    earned = sum(item.points * (scores.get(item.challenge.slug) or 0.0) for item in counted)
    return round(earned / possible, 1) if possible else 0.0
