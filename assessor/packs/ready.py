"""Ready assessments: what a selection of the shipped packs makes together, to begin with instead of an empty page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from assessor.errors import NotFound, PackInvalid
from assessor.packs.spec import Slug, Strict
from assessor.packs.toml import read_toml

NAME = "ready.toml"


class ReadyChallenge(Strict):
    """One challenge, with the points that it is worth."""

    slug: Slug
    points: int = Field(ge=1, le=1000)


class ReadyAssessment(Strict):
    """An assessment as it begins; whoever takes it may change all of it."""

    slug: Slug
    title: str = Field(min_length=3, max_length=80)
    intro: str
    """What candidates read, in Markdown."""
    minutes: int = Field(ge=5, le=480)
    profile: Slug
    """The role that it is held against."""
    practice: Slug
    challenge: list[ReadyChallenge] = Field(min_length=1)

    @property
    def slugs(self) -> list[str]:
        """Every challenge that it needs, the practice first."""
        return [self.practice, *(each.slug for each in self.challenge)]


class _Ready(Strict):
    assessment: list[ReadyAssessment]


@cache
def read_ready(packs: Path) -> tuple[ReadyAssessment, ...]:
    """The ready assessments of a folder of packs; none where it has none. Raises PackInvalid."""
    path = packs / NAME
    if not path.exists():
        return ()
    file = read_toml(NAME, path.read_text(encoding="utf-8"), _Ready)
    if file.model is None:
        raise PackInvalid(file.problems)
    return tuple(file.model.assessment)


def ready_named(packs: Path, slug: str) -> ReadyAssessment:
    """One of them. Raises NotFound that names the others, PackInvalid."""
    known = read_ready(packs)
    for each in known:
        if each.slug == slug:
            return each
    raise NotFound(f"There is no ready assessment {slug!r}; there are {', '.join(e.slug for e in known)}.")
