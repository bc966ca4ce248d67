"""The whole of challenge.toml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from assessor.domain.assessment import WRITTEN
from assessor.packs.spec.base import Competency, Level, RoleName, Slug, Strict
from assessor.packs.spec.data import Dataset, QuerySpec, ResultCheck, Synthesis, WorkCheck
from assessor.packs.spec.design import ChoiceCheck, Criterion, DesignCheck, NumberCheck, Review
from assessor.packs.spec.incident import Actor, Client, Fact, IncidentCheck, IncidentSpec
from assessor.packs.spec.interleavings import Interleaving, InterleavingsCheck
from assessor.packs.spec.migration import AppCall, Migration, RehearsalCheck
from assessor.packs.spec.operations import FindingsCheck, Operations
from assessor.packs.spec.probes import Probe, ProbesCheck, Usual
from assessor.packs.spec.review import (
    AlarmsCheck,
    Category,
    ChangeFile,
    Comments,
    DefectCheck,
    Innocent,
    Remark,
    ReviewCheck,
)
from assessor.packs.spec.schema import CatalogueCheck, Part
from assessor.packs.spec.tuning import Statement, TuningCheck

DataCheck = (
    ResultCheck
    | WorkCheck
    | ProbesCheck
    | RehearsalCheck
    | InterleavingsCheck
    | TuningCheck
    | CatalogueCheck
    | IncidentCheck
    | FindingsCheck
)
"""What a lab decides."""

Check = Annotated[DataCheck | DesignCheck | ReviewCheck, Field(discriminator="type")]

PROBED = ("concurrency", "routine", "schema", "security", "migration")
"""The kinds whose answers are scripts that build what is probed."""

TUNING = "tuning"


class ChallengeSpec(Strict):
    """The whole of challenge.toml."""

    format: Literal[1]
    slug: Slug
    title: str = Field(min_length=3, max_length=80)
    summary: str = Field(min_length=10, max_length=200)
    kind: Literal[
        "query",
        "concurrency",
        "design",
        "routine",
        "schema",
        "security",
        "migration",
        "review",
        "tuning",
        "incident",
        "operations",
    ]
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
    extensions: list[Literal["btree_gist", "btree_gin", "citext", "pg_trgm"]] = []
    """In every database of the challenge."""
    interface: list[Part] = []
    """What an answer of kind = "schema" must offer."""
    usual: Usual = Usual()
    probe: list[Probe] = []
    interleaving: list[Interleaving] = []
    workload: list[Statement] = []
    app: list[AppCall] = []
    migration: Migration | None = None
    incident: IncidentSpec = IncidentSpec()
    actor: list[Actor] = []
    client: list[Client] = []
    fact: list[Fact] = []
    operations: Operations = Operations()
    check: list[Check] = Field(min_length=1)
    synthesis: Synthesis = Synthesis()
    review: Review = Review()
    file: list[ChangeFile] = []
    """The change set of a review, in the order in which it is read."""
    category: list[Category] = []
    """The kinds of problems that a comment can name."""
    comments: Comments = Comments()
    innocent: list[Innocent] = []
    remark: list[Remark] = []

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Give every probe and interleaving what is usual; whatever is not as it should be, the fields complain of."""
        usual = data.get("usual")
        if not isinstance(usual, dict):
            return data
        models: dict[str, type[Strict]] = {"probe": Probe, "interleaving": Interleaving}
        return {
            **data,
            **{key: _completed(data[key], usual, model) for key, model in models.items() if key in data},
        }

    @property
    def data_checks(self) -> list[DataCheck]:
        """The checks that a lab decides."""
        return [check for check in self.check if isinstance(check, DataCheck)]

    @property
    def probed(self) -> bool:
        """Whether an answer is a script that builds something, which is then probed."""
        return self.kind in PROBED

    @property
    def owned(self) -> bool:
        """Whether an answer is a script, which runs with the rights of the tables' owner."""
        return self.probed or self.kind in (TUNING, "operations", "incident")

    def interleaving_named(self, name: str) -> Interleaving:
        """The interleaving of that name; the loader has refused a check with another one."""
        return next(each for each in self.interleaving if each.name == name)

    def probe_named(self, name: str | None) -> Probe:
        """The probe of that name; the loader has refused a check with another one."""
        return next(probe for probe in self.probe if probe.name == name)

    @property
    def written(self) -> bool:
        """Whether an answer is in words, so that there is no data."""
        return self.kind in WRITTEN

    @property
    def design_checks(self) -> list[DesignCheck]:
        """The parts of an answer in words that have a field: numbers, choices and the rubric's criteria."""
        return [check for check in self.check if isinstance(check, NumberCheck | ChoiceCheck | Criterion)]

    @property
    def written_checks(self) -> list[DesignCheck | ReviewCheck]:
        """What is scored of an answer in words, in the order of the spec."""
        return [check for check in self.check if not isinstance(check, DataCheck)]

    @property
    def defects(self) -> list[DefectCheck]:
        """What is planted in the change set of a review."""
        return [check for check in self.check if isinstance(check, DefectCheck)]

    @property
    def alarms(self) -> AlarmsCheck:
        """What false alarms cost; the loader has refused a review with none or two of them."""
        return next(check for check in self.check if isinstance(check, AlarmsCheck))


def _completed(tables: Any, usual: dict[str, Any], model: type[Strict]) -> Any:
    """Entries with what is usual and they do not say."""
    known = {
        key: value
        for key, value in usual.items()
        if key in Usual.model_fields and key in model.model_fields and value is not None
    }
    if not isinstance(tables, list):
        return tables
    return [{**known, **each} if isinstance(each, dict) else each for each in tables]
