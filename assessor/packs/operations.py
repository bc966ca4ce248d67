"""What types alone cannot say of a pack of kind "operations"."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, FindingsCheck, Role
from assessor.packs.toml import TomlFile
from sandbox.fleet import sections_of

OPERATIONS = "operations"

SpecFile = TomlFile[ChallengeSpec]


def add_operations_problems(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    """Add every structural problem of the fleet, its findings and the checks that use them."""
    ours = spec.kind == OPERATIONS
    if not ours and OPERATIONS in spec.model_fields_set:
        file.problem((OPERATIONS,), f'does not belong to kind = "{spec.kind}"')
    for index, check in enumerate(spec.check):
        if isinstance(check, FindingsCheck) is not ours:
            file.problem(("check", index, "type"), f'"{check.type}" does not belong to kind = "{spec.kind}"')
        elif isinstance(check, FindingsCheck):
            _check(file, index, check, spec)
    if ours:
        _fleet(file, spec, files)
        _findings(file, spec)


def _fleet(file: SpecFile, spec: ChallengeSpec, files: Mapping[str, str]) -> None:
    if len([dataset for dataset in spec.dataset if dataset.role is Role.HIDDEN]) != 1:
        file.problem(
            ("dataset",), 'operations have one dataset with role = "hidden": a runbook is tried on it'
        )
    fleet = spec.operations
    if not fleet.nodes:
        file.problem((OPERATIONS, "nodes"), "at least one is required")
    for index, name in repeated(fleet.nodes):
        file.problem((OPERATIONS, "nodes", index), f'node "{name}" is there twice')
    if fleet.story not in files:
        file.problem((OPERATIONS, "story"), f'the pack has no file "{fleet.story}"')
    for section in sections_of(files.get(fleet.story, ""), *fleet.nodes[:1]):
        _node(file, (OPERATIONS, "story"), section.node, spec)
    for index, event in enumerate(fleet.event):
        _node(file, (OPERATIONS, "event", index, "on"), event.on, spec)


def _findings(file: SpecFile, spec: ChallengeSpec) -> None:
    found = spec.operations.finding
    used = {name for check in spec.check if isinstance(check, FindingsCheck) for name in check.findings}
    for index, name in repeated(finding.name for finding in found):
        file.problem((OPERATIONS, "finding", index, "name"), f'finding "{name}" is there twice')
    for index, finding in enumerate(found):
        path = (OPERATIONS, "finding", index)
        _node(file, (*path, "on"), finding.on, spec)
        if (finding.holds is None) is (finding.refused is None):
            file.problem(path, "it has either holds or refused")
        if finding.name not in used:
            file.problem((*path, "name"), f'no check uses finding "{finding.name}"')


def _node(file: SpecFile, path: tuple[str | int, ...], node: str, spec: ChallengeSpec) -> None:
    if node not in spec.operations.nodes:
        file.problem(path, f'no node "{node}"; allowed: {", ".join(spec.operations.nodes)}')


def _check(file: SpecFile, index: int, check: FindingsCheck, spec: ChallengeSpec) -> None:
    names = {finding.name for finding in spec.operations.finding}
    for number, name in enumerate(check.findings):
        if name not in names:
            text = f'no finding "{name}"; allowed: {", ".join(sorted(names))}'
            file.problem(("check", index, "findings", number), text)
