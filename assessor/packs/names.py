"""The names of a pack's files, and which files and datasets a part of the spec is about."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from assessor.packs.spec import (
    CatalogueCheck,
    ChallengeSpec,
    DataCheck,
    FindingsCheck,
    IncidentCheck,
    InterleavingsCheck,
    ProbesCheck,
    RehearsalCheck,
    ResultCheck,
    Role,
    WorkCheck,
)

SPEC = "challenge.toml"
STATEMENT = "statement.md"
REFERENCE = "reference.sql"
WRITTEN_REFERENCE = "reference.md"
SCHEMA = "setup/schema.sql"
SUBMISSIONS = "submissions/"
EXPECTED = "submissions/expected.toml"
ACCEPTED = "submissions/accepted/"


def matches(pattern: str, name: str) -> bool:
    """Does a glob of expected.toml, relative to submissions/, name this file? `*` stays within one folder."""
    wanted = pattern.split("/")
    given = name.removeprefix(SUBMISSIONS).split("/")
    return len(wanted) == len(given) and all(map(fnmatchcase, given, wanted))


def reference_of(spec: ChallengeSpec | None) -> str:
    """The file with the author's answer."""
    return WRITTEN_REFERENCE if spec and spec.written else REFERENCE


def datasets_of(check: DataCheck, spec: ChallengeSpec) -> list[str]:
    """The datasets a check runs on."""
    if isinstance(check, ProbesCheck):
        return [probe.dataset for probe in spec.probe if probe.name in check.probes]
    if isinstance(check, InterleavingsCheck):
        return [each.dataset for each in spec.interleaving if each.name in check.interleavings]
    if isinstance(check, RehearsalCheck):
        return [spec.migration.dataset] if spec.migration else []
    if isinstance(check, IncidentCheck):
        return [spec.incident.dataset] if spec.incident.dataset else []
    if isinstance(check, WorkCheck):
        return check.scales
    if isinstance(check, ResultCheck):
        return check.datasets
    if isinstance(check, CatalogueCheck):
        return []
    if isinstance(check, FindingsCheck):
        return [dataset.name for dataset in spec.dataset if dataset.role is Role.HIDDEN]
    return [dataset.name for dataset in spec.dataset if dataset.role is Role.LARGE]


def repeated(names: Iterable[str]) -> list[tuple[int, str]]:
    """The names that were there before, with their positions."""
    seen: set[str] = set()
    found = []
    for index, name in enumerate(names):
        if name in seen:
            found.append((index, name))
        seen.add(name)
    return found
