"""What types alone cannot say of kind = "schema": what belongs to it alone, and facts that are stored by a role."""

from __future__ import annotations

from collections.abc import Container

from assessor.packs.names import repeated
from assessor.packs.spec import CatalogueCheck, ChallengeSpec, Dataset, Probe, Role, TraceRule
from assessor.packs.toml import TomlFile

SpecFile = TomlFile[ChallengeSpec]


def add_schema_problems(file: SpecFile, spec: ChallengeSpec, files: Container[str]) -> None:
    """Add every structural problem of the interface, of loads, traces and rules of the catalogue."""
    if spec.kind != "schema":
        _foreign(file, spec)
        return
    if not spec.interface:
        file.problem(("interface",), "missing; it is required")
    for index, name in repeated(part.name for part in spec.interface):
        file.problem(("interface", index, "name"), f'"{name}" is there twice')
    for index, dataset in enumerate(spec.dataset):
        _load(file, index, dataset, spec, files)
    for index, probe in enumerate(spec.probe):
        _traces(file, index, probe)


def _foreign(file: SpecFile, spec: ChallengeSpec) -> None:
    """Whatever only a schema may have."""
    word = f'does not belong to kind = "{spec.kind}"'
    if spec.interface:
        file.problem(("interface",), word)
    for index, dataset in enumerate(spec.dataset):
        if dataset.load or dataset.loader:
            file.problem(("dataset", index, "load"), word)
    for index, probe in enumerate(spec.probe):
        if probe.trace:
            file.problem(("probe", index, "trace"), word)
    for index, check in enumerate(spec.check):
        if isinstance(check, CatalogueCheck):
            file.problem(("check", index, "type"), word)


def _load(file: SpecFile, index: int, dataset: Dataset, spec: ChallengeSpec, files: Container[str]) -> None:
    if dataset.load and dataset.role is Role.VISIBLE:
        file.problem(("dataset", index, "load"), "the sandbox has no answer yet through which to store facts")
    if bool(dataset.load) is not bool(dataset.loader):
        file.problem(("dataset", index), "load and loader, the role that runs it, need each other")
    if dataset.loader and dataset.loader not in spec.roles:
        path = ("dataset", index, "loader")
        file.problem(path, f'no role "{dataset.loader}"; allowed: {", ".join(spec.roles)}')
    for number, name in enumerate(dataset.load):
        if name not in files:
            file.problem(("dataset", index, "load", number), f'the pack has no file "{name}"')


def _traces(file: SpecFile, index: int, probe: Probe) -> None:
    if probe.trace and (probe.error or probe.refused):
        file.problem(("probe", index, "trace"), "what was refused was not stored; it cannot be traced")
    for number, trace in enumerate(probe.trace):
        if bool(trace.bad) is not (trace.rule is TraceRule.HELD):
            path = ("probe", index, "trace", number, "bad")
            file.problem(path, '"held" needs it: what is put in the place of the value; no other rule has it')
