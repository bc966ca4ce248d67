"""challenge.toml as types. An unknown key is an error; pydantic reports all errors at once."""

from assessor.packs.spec.base import Level, Slug, Strict
from assessor.packs.spec.challenge import ChallengeSpec, Check, DataCheck
from assessor.packs.spec.data import Dataset, ResultCheck, Role, SortKey, WorkCheck
from assessor.packs.spec.design import ChoiceCheck, Criterion, DesignCheck, NumberCheck
from assessor.packs.spec.expectations import Expectation, Expectations
from assessor.packs.spec.interleavings import Interleaving, InterleavingsCheck, SessionSpec
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
    "Category",
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
    "IndexBytesCheck",
    "Innocent",
    "Interleaving",
    "InterleavingsCheck",
    "Level",
    "NumberCheck",
    "Place",
    "Probe",
    "ProbesCheck",
    "ReadsCheck",
    "ResultCheck",
    "ReviewCheck",
    "Role",
    "SessionSpec",
    "Slug",
    "SortKey",
    "Statement",
    "Strict",
    "TuningCheck",
    "UnchangedCheck",
    "WorkCheck",
    "WritesCheck",
]
