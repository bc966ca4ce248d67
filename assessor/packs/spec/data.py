"""Datasets, and the checks of what an answer gives and what it costs on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from assessor.packs.spec.base import Competency, RelativePath, RoleName, Slug, Strict


class Column(Strict):
    """An expected result column; `type` as PostgreSQL's format_type() prints it, e.g. "bigint", "numeric", "date"."""

    name: str
    type: str


class SortKey(Strict):
    """One key of an order that the statement asks for."""

    column: str
    direction: Literal["asc", "desc"] = "asc"
    nulls: Literal["first", "last"] | None = None
    """None: PostgreSQL's default for the direction (last for asc, first for desc)."""


class QuerySpec(Strict):
    """What a kind = "query" challenge expects of the result."""

    columns: list[Column] = []
    order: list[SortKey] = []
    """Empty: any order is right. Rows that tie on all keys may come in any order."""


class Role(StrEnum):
    """What a dataset is for."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    LARGE = "large"


class Dataset(Strict):
    """A named state of the challenge's tables: setup/schema.sql, then `setup` in order.

    A script reads its scale and seed with current_setting('assessor.scale')::int and
    current_setting('assessor.seed')::int; the loader also calls setseed() from the seed before each script.
    """

    name: Slug
    role: Role
    setup: list[RelativePath] = Field(min_length=1)
    shows: str = ""
    """The kind of data, as the end of "fails when ...", e.g. "a customer has no orders". Never hidden values."""
    seed: int = 1
    scale: int = 1
    load: list[RelativePath] = []
    """Scripts that store the dataset's facts through what an answer has built, after it was applied."""
    loader: RoleName | None = None
    """The role that runs them."""


class ResultCheck(Strict):
    """Right or not on each of the datasets; all must agree with the reference."""

    type: Literal["result"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    datasets: list[Slug] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []
    """Checks that must have passed; else this one fails with no points."""
    synthesised: bool = False
    """Whether the datasets that this installation makes from a secret of its own belong to this check, too."""


class WorkCheck(Strict):
    """Work done on large data, on a log scale from the slow sample (0) to the reference (all points)."""

    type: Literal["work"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    dataset: Slug | None = None
    """Where one is enough."""
    datasets: list[Slug] = []
    """Two or more, the smallest first: the largest decides the score, and all together show how work grows."""
    points: float = Field(gt=0)
    slow: RelativePath
    """A right but slow answer, e.g. "submissions/partial/correlated.sql"."""
    probe: Slug | None = None
    """Whose last statement is measured, where an answer is a script."""
    passes_at: float = Field(default=0.8, gt=0, le=1)
    """Share of the points from which the check counts as passed."""
    requires: list[Slug] = []

    @property
    def scales(self) -> list[Slug]:
        """The datasets, however they are given; the loader has refused a check without any."""
        return [self.dataset, *self.datasets] if self.dataset else self.datasets


class Synthesis(Strict):
    """What synthesised datasets must keep to besides the schema's constraints."""

    invariants: list[str] = []
    """SQL predicates that are true of every valid dataset."""
