"""What types alone cannot say of a pack of kind "design"."""

from __future__ import annotations

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, ChoiceCheck, Criterion, DataCheck, NumberCheck
from assessor.packs.toml import TomlFile

_OF_DATA = ("query", "dataset", "roles", "usual", "probe", "synthesis")


def add_design_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add every structural problem of a design's parts."""
    for key in _OF_DATA:
        if key in spec.model_fields_set:
            file.problem((key,), "belongs to other kinds; a design has no data")
    if spec.practice:
        file.problem(("practice",), "people score a design, so it cannot be practice")
    if not any(isinstance(check, Criterion) for check in spec.check):
        file.problem(("check",), 'at least one must have type = "criterion"; people score a design')
    for index, check in enumerate(spec.check):
        if isinstance(check, DataCheck):
            file.problem(("check", index, "type"), f'"{check.type}" belongs to other kinds')
        elif isinstance(check, NumberCheck):
            _number(file, index, check)
        elif isinstance(check, ChoiceCheck):
            _choice(file, index, check)


def _number(file: TomlFile[ChallengeSpec], index: int, check: NumberCheck) -> None:
    if check.none <= check.full:
        file.problem(("check", index, "none"), f"must be above full, which is {check.full:g}")


def _choice(file: TomlFile[ChallengeSpec], index: int, check: ChoiceCheck) -> None:
    for number, name in repeated(option.id for option in check.options):
        file.problem(("check", index, "options", number, "id"), f'option "{name}" is there twice')
    if not any(option.credit == 1 for option in check.options):
        file.problem(("check", index, "options"), "one option must have credit = 1")
