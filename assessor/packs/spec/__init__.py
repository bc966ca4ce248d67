"""challenge.toml as types. An unknown key is an error; pydantic reports all errors at once."""

from assessor.packs.spec.base import Level, Slug, Strict
from assessor.packs.spec.challenge import ChallengeSpec, Check, DataCheck
from assessor.packs.spec.data import Dataset, ResultCheck, Role, SortKey, WorkCheck
from assessor.packs.spec.design import ChoiceCheck, Criterion, DesignCheck, NumberCheck
from assessor.packs.spec.expectations import Expectation, Expectations
from assessor.packs.spec.incident import (
    CauseCheck,
    FactsCheck,
    IncidentCheck,
    LastingCheck,
    PaceCheck,
    RecoveredCheck,
    SparedCheck,
)
from assessor.packs.spec.interleavings import Interleaving, InterleavingsCheck, SessionSpec
from assessor.packs.spec.migration import AppCall, Migration, RehearsalCheck, Same
from assessor.packs.spec.operations import Finding, FindingsCheck
from assessor.packs.spec.probes import Probe, ProbesCheck
from assessor.packs.spec.review import (
    AlarmsCheck,
    Category,
    ChangeFile,
    DefectCheck,
    Innocent,
    Place,
    ReviewCheck,
)
from assessor.packs.spec.schema import CatalogueCheck, Part, Trace, TraceRule
from assessor.packs.spec.tuning import (
    IndexBytesCheck,
    ReadsCheck,
    Statement,
    TuningCheck,
    UnchangedCheck,
    WritesCheck,
)

__all__ = [
    "AlarmsCheck",
    "AppCall",
    "CatalogueCheck",
    "Category",
    "CauseCheck",
    "ChallengeSpec",
    "ChangeFile",
    "Check",
    "ChoiceCheck",
    "Criterion",
    "DataCheck",
    "Dataset",
    "DefectCheck",
    "DesignCheck",
    "Expectation",
    "Expectations",
    "FactsCheck",
    "Finding",
    "FindingsCheck",
    "IncidentCheck",
    "IndexBytesCheck",
    "Innocent",
    "Interleaving",
    "InterleavingsCheck",
    "LastingCheck",
    "Level",
    "Migration",
    "NumberCheck",
    "PaceCheck",
    "Part",
    "Place",
    "Probe",
    "ProbesCheck",
    "ReadsCheck",
    "RecoveredCheck",
    "RehearsalCheck",
    "ResultCheck",
    "ReviewCheck",
    "Role",
    "Same",
    "SessionSpec",
    "Slug",
    "SortKey",
    "SparedCheck",
    "Statement",
    "Strict",
    "Trace",
    "TraceRule",
    "TuningCheck",
    "UnchangedCheck",
    "WorkCheck",
    "WritesCheck",
]
