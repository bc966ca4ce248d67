"""challenge.toml as types. An unknown key is an error; pydantic reports all errors at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Competency = Annotated[str, StringConstraints(pattern=r"^[A-I][1-9]$")]
RelativePath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_*-][A-Za-z0-9_.*-]*(/[A-Za-z0-9_*-][A-Za-z0-9_.*-]*)*$")
]


class Strict(BaseModel):
    """Immutable; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """Seniority a challenge asks for."""

    FOUNDATION = "foundation"
    SENIOR = "senior"


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


SqlState = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5}$")]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=40)]
Sql = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Probe(Strict):
    """Statements of one role on what an answer has built, and queries that read what they leave.

    The statements run in one session, each in a transaction of its own; the last one is judged, and those before it
    must work. What is not said here must be as it is with the reference.
    """

    name: Slug
    dataset: Slug
    shows: str = Field(min_length=3)
    """What is tried, as the end of "Fails when ...", e.g. "the account has too little money"."""
    role: RoleName
    run: list[Sql] = Field(min_length=1)
    error: list[SqlState] = []
    """The last statement must end with one of these."""
    refused: bool = False
    """The last statement must return and change no row, or end with 42501 or one of `error`."""
    reads: list[Sql] = []
    """Queries whose rows must be the reference's afterwards; they name tables with their schema."""


class Usual(Strict):
    """What every probe has that does not say otherwise."""

    dataset: Slug | None = None
    role: RoleName | None = None
    reads: list[Sql] = []


class ProbesCheck(Strict):
    """Whether what was built behaves as the reference does, in each of the probes."""

    type: Literal["probes"]
    id: Slug
    title: str
    competencies: list[Competency] = Field(min_length=1)
    probes: list[Slug] = Field(min_length=1)
    points: float = Field(gt=0)
    requires: list[Slug] = []


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


DataCheck = ResultCheck | WorkCheck | ProbesCheck
"""What a lab decides."""


class Question(Strict):
    """What all parts of a design answer that have a score of their own share."""

    id: Slug
    title: str = Field(min_length=3, max_length=80)
    competencies: list[Competency] = Field(min_length=1)
    points: float = Field(gt=0)
    asks: str = Field(min_length=10, max_length=400)
    """What the candidate reads at the field, or the rater at the criterion."""

    @property
    def requires(self) -> list[Slug]:
        """Parts of a design answer stand alone."""
        return []


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
Check = Annotated[DataCheck | DesignCheck, Field(discriminator="type")]


PROBED = ("routine", "security")
"""The kinds whose answers are scripts."""


class Synthesis(Strict):
    """What synthesised datasets must keep to besides the schema's constraints."""

    invariants: list[str] = []
    """SQL predicates that are true of every valid dataset."""


class ChallengeSpec(Strict):
    """The whole of challenge.toml."""

    format: Literal[1]
    slug: Slug
    title: str = Field(min_length=3, max_length=80)
    summary: str = Field(min_length=10, max_length=200)
    kind: Literal["query", "design", "routine", "security"]
    level: Level
    minutes: int = Field(ge=1, le=90)
    competencies: list[Competency] = Field(min_length=1)
    practice: bool = False
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "en"
    """Of the statement."""
    query: QuerySpec = QuerySpec()
    dataset: list[Dataset] = []
    roles: list[RoleName] = []
    """Of probes. They own nothing and have the rights that the setup scripts and the answer grant them."""
    usual: Usual = Usual()
    probe: list[Probe] = []
    check: list[Check] = Field(min_length=1)
    synthesis: Synthesis = Synthesis()
    review: Review = Review()

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Give every probe what is usual. Whatever is not as it should be is left for the fields to complain of."""
        usual, probes = data.get("usual"), data.get("probe")
        if not isinstance(usual, dict) or not isinstance(probes, list):
            return data
        known = {
            key: value for key, value in usual.items() if key in Usual.model_fields and value is not None
        }
        return {**data, "probe": [{**known, **each} if isinstance(each, dict) else each for each in probes]}

    @property
    def data_checks(self) -> list[DataCheck]:
        """The checks that a lab decides."""
        return [check for check in self.check if isinstance(check, DataCheck)]

    @property
    def probed(self) -> bool:
        """Whether an answer is a script that builds something, which is then probed."""
        return self.kind in PROBED

    def probe_named(self, name: str | None) -> Probe:
        """The probe of that name; the loader has refused a check with another one."""
        return next(probe for probe in self.probe if probe.name == name)

    @property
    def design_checks(self) -> list[DesignCheck]:
        """The parts of a design answer: numbers, choices and the rubric's criteria."""
        return [check for check in self.check if isinstance(check, NumberCheck | ChoiceCheck | Criterion)]


class Expectation(Strict):
    """One [[expect]] of submissions/expected.toml: what files must get."""

    files: RelativePath
    """A glob below submissions/, e.g. "accepted/*.sql"."""
    score: tuple[float, float]
    """The lowest and highest score, 0 to 100."""
    failing: list[Slug] = []
    """Exactly the checks that must not pass."""
    message: str = ""
    """A part of some outcome's message."""


class Expectations(Strict):
    """The whole of submissions/expected.toml."""

    expect: list[Expectation] = Field(min_length=1)
