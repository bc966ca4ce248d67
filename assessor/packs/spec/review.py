"""A change set to be reviewed: what is planted in it, what is innocent, and what comments earn and cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from assessor.domain.comments import Severity
from assessor.packs.spec.base import RelativePath, Slug, Strict
from assessor.packs.spec.design import Part

Line = Annotated[int, Field(ge=1)]


class ChangeFile(Strict):
    """A file of the change set, which candidates see with numbers at its lines."""

    path: RelativePath
    about: str = Field(min_length=3, max_length=200)
    """What it is or when it runs, above the file."""


class Category(Strict):
    """A kind of problem that a comment can name; candidates choose among all of them."""

    id: Slug
    text: str = Field(min_length=3, max_length=80)


class Place(Strict):
    """Lines of a file."""

    file: RelativePath
    lines: tuple[Line, Line]
    """The first and the last one, from 1."""
    quotes: str = Field(min_length=2)
    """A part of these lines, so that an edit that moves them is noticed."""

    def holds(self, file: str, line: int) -> bool:
        """Whether a line is one of these."""
        first, last = self.lines
        return file == self.file and first <= line <= last


class Innocent(Place):
    """Lines that look wrong and are right: whatever a comment there says, it is a false alarm."""

    why: str = Field(min_length=10)
    """What makes them right; who reads the scorecard sees it."""


class Remark(Innocent):
    """What may well be said there, and is not asked for: it neither earns nor costs."""

    categories: list[Slug] = []
    """What may be said; empty: anything."""


class DefectCheck(Part, Place):
    """A planted defect: found by a comment on its lines that names the right kind of problem."""

    type: Literal["defect"]
    why: str = Field(min_length=10)
    """What happens, and what to do instead; who reads the scorecard sees it."""
    also: list[Place] = []
    """Other places where a comment finds it, too."""
    categories: list[Slug] = Field(min_length=1)
    """What shows that it was understood: any of them."""
    severity: list[Severity] = Field(min_length=1)
    """How bad it may be called for all points."""

    @property
    def places(self) -> list[Place]:
        """Everywhere a comment finds it."""
        return [self, *self.also]


class AlarmsCheck(Part):
    """What is lost by comments on what is no problem; its points are earned by finding much and saying little else."""

    type: Literal["alarms"]
    passes_at: int = Field(default=1, ge=0)
    """So many false alarms at most, with half of what is planted found."""


class Comments(Strict):
    """What comments that find nothing cost."""

    costs: float = Field(default=4, gt=0)
    """Points of each false alarm."""
    free: int = Field(default=2, ge=0, le=5)
    """So many comments on places where nothing is planted and nothing is innocent cost nothing."""


ReviewCheck = DefectCheck | AlarmsCheck
