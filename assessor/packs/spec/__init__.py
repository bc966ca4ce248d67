"""challenge.toml as types. An unknown key is an error; pydantic reports all errors at once."""

from assessor.packs.spec.base import Level, Slug, Strict
from assessor.packs.spec.challenge import ChallengeSpec, Check, DataCheck
from assessor.packs.spec.data import Dataset, ResultCheck, Role, SortKey, WorkCheck
from assessor.packs.spec.design import ChoiceCheck, Criterion, DesignCheck, NumberCheck
from assessor.packs.spec.expectations import Expectation, Expectations
from assessor.packs.spec.probes import Probe, ProbesCheck

__all__ = [
    "ChallengeSpec",
    "Check",
    "ChoiceCheck",
    "Criterion",
    "DataCheck",
    "Dataset",
    "DesignCheck",
    "Expectation",
    "Expectations",
    "Level",
    "NumberCheck",
    "Probe",
    "ProbesCheck",
    "ResultCheck",
    "Role",
    "Slug",
    "SortKey",
    "Strict",
    "WorkCheck",
]
