"""What types alone cannot say of a change set's rehearsals."""

from __future__ import annotations

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, Migration, RehearsalCheck
from assessor.packs.toml import TomlFile

KIND = "migration"


def add_migration_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add every structural problem of a change set's rehearsals, and of what belongs to no other kind."""
    for key in ("app", "migration"):
        if (key in spec.model_fields_set) is not (spec.kind == KIND):
            word = (
                "missing; it is required" if spec.kind == KIND else f'does not belong to kind = "{spec.kind}"'
            )
            file.problem((key,), word)
    for index, check in enumerate(spec.check):
        if isinstance(check, RehearsalCheck) and spec.kind != KIND:
            file.problem(("check", index, "type"), f'"{check.type}" does not belong to kind = "{spec.kind}"')
    for index, name in repeated(call.name for call in spec.app):
        file.problem(("app", index, "name"), f'"{name}" is there twice')
    for index, call in enumerate(spec.app):
        if call.role not in spec.roles:
            file.problem(("app", index, "role"), f'no role "{call.role}"; allowed: {", ".join(spec.roles)}')
    if spec.migration is not None:
        _migration(file, spec, spec.migration)


def _migration(file: TomlFile[ChallengeSpec], spec: ChallengeSpec, migration: Migration) -> None:
    datasets = [dataset.name for dataset in spec.dataset]
    for key, name, known in (("dataset", migration.dataset, datasets), ("role", migration.role, spec.roles)):
        if name not in known:
            file.problem(("migration", key), f'no {key} "{name}"; allowed: {", ".join(known)}')
    if not any(isinstance(check, RehearsalCheck) for check in spec.check):
        file.problem(("check",), 'at least one must have type = "rehearsal"')
