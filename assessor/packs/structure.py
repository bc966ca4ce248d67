"""What types alone cannot say of a pack: names that must exist, roles that must be there, no cycles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from assessor.packs.incident import INCIDENT_NEEDS, add_incident_problems
from assessor.packs.interleavings import add_interleaving_problems
from assessor.packs.migration import add_migration_problems
from assessor.packs.names import EXPECTED, SUBMISSIONS, datasets_of, matches, repeated
from assessor.packs.operations import OPERATIONS, add_operations_problems
from assessor.packs.probes import add_probe_problems
from assessor.packs.review import add_review_problems
from assessor.packs.schema import add_schema_problems
from assessor.packs.spec import (
    ChallengeSpec,
    DataCheck,
    Expectations,
    ResultCheck,
    ReviewCheck,
    Role,
    WorkCheck,
)
from assessor.packs.spec.challenge import TUNING
from assessor.packs.toml import TomlFile
from assessor.packs.workload import add_workload_problems
from assessor.packs.written import add_change_set_problems, add_written_problems

SpecFile = TomlFile[ChallengeSpec]

_NEEDED = {
    "query": ("query", "dataset"),
    "concurrency": ("roles", "interleaving", "dataset"),
    TUNING: ("workload", "dataset"),
    OPERATIONS: ("operations", "dataset"),
    "incident": INCIDENT_NEEDS,
}
"""What a challenge of a kind must have; of any other kind it is probed."""


def add_structural_problems(
    spec: SpecFile, expected: TomlFile[Expectations], files: Mapping[str, str], folder: str | None
) -> None:
    """Add every structural problem to the file it stands in; files that do not even parse have none."""
    if spec.model is not None:
        _identity(spec, spec.model, folder)
        _of_kind(spec, spec.model, files)
        _checks(spec, spec.model)
        _requirements(spec, spec.model)
    if expected.model is not None:
        _promises(expected, expected.model, spec.model, files)


def _identity(file: SpecFile, spec: ChallengeSpec, folder: str | None) -> None:
    if folder is not None and spec.slug != folder:
        file.problem(("slug",), f'"{spec.slug}" must be the name of the folder, "{folder}"')


def _of_kind(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    if spec.kind == "review":
        add_review_problems(file, spec, files)
    else:
        add_change_set_problems(file, spec)
    if spec.written:
        add_written_problems(file, spec)
        return
    needed = _NEEDED.get(spec.kind, ("roles", "probe", "dataset"))
    for key in needed:
        if key not in spec.model_fields_set:
            file.problem((key,), "missing; it is required")
    _columns(file, spec)
    _datasets(file, spec, files)
    add_probe_problems(file, spec)
    add_workload_problems(file, spec)
    add_operations_problems(file, spec, files)
    add_interleaving_problems(file, spec)
    add_migration_problems(file, spec)
    add_schema_problems(file, spec, files)
    add_incident_problems(file, spec)
    for index, check in enumerate(spec.check):
        if isinstance(check, DataCheck):
            _data_check(file, index, check, spec, files)
        else:
            whose = "review" if isinstance(check, ReviewCheck) else "design"
            file.problem(("check", index, "type"), f'"{check.type}" belongs to kind = "{whose}"')


def _columns(file: SpecFile, spec: ChallengeSpec) -> None:
    names = [column.name for column in spec.query.columns]
    if not names and "query" in spec.model_fields_set:
        file.problem(("query", "columns"), "at least one is required")
    for index, name in repeated(names):
        file.problem(("query", "columns", index), f'column "{name}" is there twice')
    for index, key in enumerate(spec.query.order):
        if key.column not in names:
            path = ("query", "order", index, "column")
            file.problem(path, f'no column "{key.column}"; allowed: {", ".join(names)}')


def _datasets(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    roles = Counter(dataset.role for dataset in spec.dataset)
    if roles[Role.VISIBLE] != 1:
        file.problem(("dataset",), f'exactly one must have role = "visible"; {roles[Role.VISIBLE]} have it')
    if not roles[Role.HIDDEN] and spec.kind != TUNING:
        file.problem(("dataset",), 'at least one must have role = "hidden"')
    for index, name in repeated([dataset.name for dataset in spec.dataset]):
        file.problem(("dataset", index, "name"), f'dataset "{name}" is there twice')
    used = {name for check in spec.data_checks for name in datasets_of(check, spec)}
    for index, dataset in enumerate(spec.dataset):
        if dataset.role is not Role.VISIBLE and dataset.name not in used:
            file.problem(("dataset", index, "name"), f'no check uses dataset "{dataset.name}"')
        if dataset.role is Role.HIDDEN and not dataset.shows:
            text = 'a hidden dataset needs it: the end of "fails when ...", without hidden values'
            file.problem(("dataset", index, "shows"), text)
        for number, script in enumerate(dataset.setup):
            _file_exists(file, ("dataset", index, "setup", number), script, files)


def _checks(file: SpecFile, spec: ChallengeSpec) -> None:
    for index, name in repeated([check.id for check in spec.check]):
        file.problem(("check", index, "id"), f'check "{name}" is there twice')
    for index, check in enumerate(spec.check):
        for number, code in enumerate(check.competencies):
            if code not in spec.competencies:
                path = ("check", index, "competencies", number)
                file.problem(path, f"{code} is not among the challenge's: {', '.join(spec.competencies)}")


def _data_check(
    file: SpecFile, index: int, check: DataCheck, spec: ChallengeSpec, files: Mapping[str, str]
) -> None:
    roles = {dataset.name: dataset.role for dataset in spec.dataset}
    key = "dataset" if isinstance(check, WorkCheck) and check.dataset else "datasets"
    for name in datasets_of(check, spec) if isinstance(check, ResultCheck | WorkCheck) else ():
        if name not in roles:
            file.problem(("check", index, key), f'no dataset "{name}"; allowed: {", ".join(roles)}')
    if isinstance(check, WorkCheck):
        _work_check(file, index, check, roles, files)


def _work_check(
    file: SpecFile, index: int, check: WorkCheck, roles: Mapping[str, Role], files: Mapping[str, str]
) -> None:
    if bool(check.dataset) is bool(check.datasets):
        file.problem(
            ("check", index), "a work check has either dataset, or datasets from the smallest to the largest"
        )
    for number, name in repeated(check.scales):
        file.problem(("check", index, "datasets", number), f'dataset "{name}" is there twice')
    for name in check.scales:
        if roles.get(name, Role.LARGE) is not Role.LARGE:
            text = f'"{name}" has role = "{roles[name]}"; work is measured on role = "large"'
            file.problem(("check", index, "dataset" if check.dataset else "datasets"), text)
    _file_exists(file, ("check", index, "slow"), check.slow, files)


def _requirements(file: SpecFile, spec: ChallengeSpec) -> None:
    needs = {check.id: set(check.requires) for check in spec.check}
    for index, check in enumerate(spec.check):
        for name in check.requires:
            if name not in needs:
                text = f'no check "{name}"; allowed: {", ".join(sorted(set(needs) - {check.id}))}'
                file.problem(("check", index, "requires"), text)
            elif check.id in _reachable(name, needs):
                file.problem(("check", index, "requires"), f'"{check.id}" requires itself through "{name}"')


def _reachable(start: str, needs: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    todo = {start}
    while todo:
        name = todo.pop()
        seen.add(name)
        todo |= needs.get(name, set()) - seen
    return seen


def _promises(
    file: TomlFile[Expectations], expected: Expectations, spec: ChallengeSpec | None, files: Mapping[str, str]
) -> None:
    samples = [name for name in files if name.startswith(SUBMISSIONS) and name != EXPECTED]
    checks = {check.id for check in spec.check} if spec else None
    for index, promise in enumerate(expected.expect):
        if not any(matches(promise.files, name) for name in samples):
            file.problem(("expect", index, "files"), f'"{promise.files}" matches no file below submissions/')
        low, high = promise.score
        if not 0 <= low <= high <= 100:
            file.problem(("expect", index, "score"), "must be [lowest, highest] between 0 and 100")
        for name in promise.failing:
            if checks is not None and name not in checks:
                path = ("expect", index, "failing")
                file.problem(path, f'no check "{name}"; allowed: {", ".join(sorted(checks))}')
    for name in samples:
        if not any(matches(promise.files, name) for promise in expected.expect):
            file.problem(("expect",), f"{name} is promised nothing; add an [[expect]] that matches it")


def _file_exists(file: SpecFile, path: tuple[str | int, ...], name: str, files: Mapping[str, str]) -> None:
    if name not in files:
        hint = f'; did you mean "setup/{name}"?' if f"setup/{name}" in files else ""
        file.problem(path, f'the pack has no file "{name}"{hint}')
