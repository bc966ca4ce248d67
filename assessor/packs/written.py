"""What types alone cannot say of the kinds whose answers are in words."""

from __future__ import annotations

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, ChoiceCheck, Criterion, DesignCheck, NumberCheck, ReviewCheck
from assessor.packs.toml import TomlFile

_OF_DATA = (
    "query",
    "dataset",
    "roles",
    "usual",
    "probe",
    "synthesis",
    "operations",
    "incident",
    "actor",
    "client",
    "fact",
)
_OF_REVIEWS = ("file", "category", "comments", "innocent", "remark")


def add_written_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add every structural problem of the parts that designs and reviews share."""
    for key in _OF_DATA:
        if key in spec.model_fields_set:
            file.problem((key,), f"belongs to other kinds; a {spec.kind} has no data")
    if spec.practice:
        file.problem(("practice",), f"people score a {spec.kind}, so it cannot be practice")
    if not any(isinstance(check, Criterion) for check in spec.check):
        file.problem(("check",), f'at least one must have type = "criterion"; people score a {spec.kind}')
    allowed = DesignCheck | ReviewCheck if spec.kind == "review" else DesignCheck
    for index, check in enumerate(spec.check):
        if not isinstance(check, allowed):
            file.problem(("check", index, "type"), f'"{check.type}" belongs to other kinds')
        elif isinstance(check, NumberCheck):
            _number(file, index, check)
        elif isinstance(check, ChoiceCheck):
            _choice(file, index, check)


def add_change_set_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add what only a review may have, for every other kind."""
    for key in _OF_REVIEWS:
        if key in spec.model_fields_set:
            file.problem((key,), 'belongs to kind = "review"')


def _number(file: TomlFile[ChallengeSpec], index: int, check: NumberCheck) -> None:
    if check.none <= check.full:
        file.problem(("check", index, "none"), f"must be above full, which is {check.full:g}")


def _choice(file: TomlFile[ChallengeSpec], index: int, check: ChoiceCheck) -> None:
    for number, name in repeated(option.id for option in check.options):
        file.problem(("check", index, "options", number, "id"), f'option "{name}" is there twice')
    if not any(option.credit == 1 for option in check.options):
        file.problem(("check", index, "options"), "one option must have credit = 1")
