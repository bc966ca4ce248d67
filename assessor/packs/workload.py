"""What types alone cannot say of a workload and of the checks that tuning it is judged by."""

from __future__ import annotations

import re
from collections import Counter

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, ReadsCheck, Role, Statement, TuningCheck, WritesCheck
from assessor.packs.spec.challenge import TUNING
from assessor.packs.toml import TomlFile

SpecFile = TomlFile[ChallengeSpec]


def add_workload_problems(file: SpecFile, spec: ChallengeSpec) -> None:
    """Add every structural problem of statements and of the checks that use them."""
    if spec.kind != TUNING:
        if "workload" in spec.model_fields_set:
            file.problem(("workload",), f'does not belong to kind = "{spec.kind}"')
    else:
        _large(file, spec)
    for index, name in repeated(statement.name for statement in spec.workload):
        file.problem(("workload", index, "name"), f'statement "{name}" is there twice')
    for index, statement in enumerate(spec.workload):
        _statement(file, index, statement, spec)
    for index, check in enumerate(spec.check):
        if isinstance(check, TuningCheck) is not (spec.kind == TUNING):
            text = f'"{check.type}" does not belong to kind = "{spec.kind}"'
            file.problem(("check", index, "type"), text)
        elif isinstance(check, TuningCheck):
            _check(file, index, check, spec)


def _large(file: SpecFile, spec: ChallengeSpec) -> None:
    roles = Counter(dataset.role for dataset in spec.dataset)
    if roles[Role.HIDDEN] or roles[Role.LARGE] != 1:
        file.problem(("dataset",), 'tuning has one dataset with role = "visible" and one with role = "large"')


def _statement(file: SpecFile, index: int, statement: Statement, spec: ChallengeSpec) -> None:
    numbers = {int(number) for number in re.findall(r"\$(\d+)", statement.sql)}
    if numbers != set(range(1, len(statement.example) + 1)):
        text = f"one value is needed for each of {', '.join(f'${n}' for n in sorted(numbers)) or 'no parameters'}"
        file.problem(("workload", index, "example"), text)
    if numbers and statement.parameters is None:
        file.problem(("workload", index, "parameters"), "missing; it gives the parameters on the large data")
    if statement.writes and statement.rewrite:
        file.problem(("workload", index, "rewrite"), "only reads can be rewritten")
    used = {name for check in spec.check for name in _used(check)}
    if statement.name not in used:
        file.problem(("workload", index, "name"), f'no check uses statement "{statement.name}"')


def _used(check: object) -> list[str]:
    return check.statements if isinstance(check, ReadsCheck | WritesCheck) else []


def _check(file: SpecFile, index: int, check: TuningCheck, spec: ChallengeSpec) -> None:
    fitting = [each.name for each in spec.workload if each.writes is isinstance(check, WritesCheck)]
    for name in _used(check):
        if name not in fitting:
            what = "write" if isinstance(check, WritesCheck) else "read"
            file.problem(("check", index, "statements"), f'no {what} "{name}"; allowed: {", ".join(fitting)}')
    saves = {each.id for each in spec.check if isinstance(each, ReadsCheck | WritesCheck)}
    if not isinstance(check, ReadsCheck | WritesCheck) and not saves & set(check.requires):
        text = "must name a check of reads or writes: who changes nothing would pass"
        file.problem(("check", index, "requires"), text)
