"""The parts of a design answer, and how people score them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from assessor.packs.spec.base import Competency, Slug, Strict


class Part(Strict):
    """What all parts of an answer in words that have a score of their own share."""

    id: Slug
    title: str = Field(min_length=3, max_length=80)
    competencies: list[Competency] = Field(min_length=1)
    points: float = Field(gt=0)

    @property
    def requires(self) -> list[Slug]:
        """Parts of such an answer stand alone."""
        return []


class Question(Part):
    """A part that is asked for in so many words."""

    asks: str = Field(min_length=10, max_length=400)
    """What the candidate reads at the field, or the rater at the criterion."""


class NumberCheck(Question):
    """A number, scored by how many times too large or too small it is."""

    type: Literal["number"]
    unit: str = Field(min_length=1, max_length=20)
    expected: float = Field(gt=0)
    full: float = Field(ge=1)
    """All points up to this many times the expected number, or as small a part of it."""
    none: float = Field(gt=1)
    """No points from this many times on; on the logarithm in between."""


class Option(Strict):
    """One option of a choice; `credit` is the share of the points that it earns."""

    id: Slug
    text: str = Field(min_length=3, max_length=200)
    credit: float = Field(default=0, ge=0, le=1)


class ChoiceCheck(Question):
    """One of several options, with a reason that people read."""

    type: Literal["choice"]
    options: list[Option] = Field(min_length=2, max_length=8)


class Example(Strict):
    """What an answer of one level looks like in the author's words; only raters see it."""

    level: int = Field(ge=0)
    text: str = Field(min_length=20)


class Criterion(Question):
    """One line of the rubric, scored by people. Level 0 earns nothing, the highest level all points."""

    type: Literal["criterion"]
    levels: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=20)]] = Field(
        min_length=3, max_length=6
    )
    """The anchors, from level 0 on: what an answer of that level shows."""
    passes_at: int = Field(default=2, ge=1)
    """The level from which the criterion counts as passed."""
    examples: list[Example] = []


class Review(Strict):
    """How people score the rubric."""

    raters: int = Field(default=2, ge=1, le=2)
    apart: int = Field(default=1, ge=0, le=3)
    """So many levels two raters may differ; where they differ by more, a third person decides."""


DesignCheck = NumberCheck | ChoiceCheck | Criterion
