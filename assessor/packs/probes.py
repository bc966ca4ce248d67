"""What types alone cannot say of probes, and of the kinds whose answers are probed."""

from __future__ import annotations

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, InterleavingsCheck, Probe, ProbesCheck, ResultCheck, WorkCheck
from assessor.packs.toml import TomlFile

_RESERVED = ("candidate", "reader", "platform", "challenge_owner", "postgres", "public")


def add_probe_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add every structural problem of roles, probes and the checks that use them."""
    if not spec.probed:
        for key in ("usual", "probe") if spec.owned else ("roles", "usual", "probe"):
            if key in spec.model_fields_set:
                file.problem((key,), f'does not belong to kind = "{spec.kind}"')
    for index, name in enumerate(spec.roles):
        if name in _RESERVED or name.startswith("pg_"):
            file.problem(("roles", index), f'"{name}" is a role that is there already')
    for index, name in repeated(probe.name for probe in spec.probe):
        file.problem(("probe", index, "name"), f'probe "{name}" is there twice')
    for index, probe in enumerate(spec.probe):
        _probe(file, index, probe, spec)
    _checks(file, spec)


def _probe(file: TomlFile[ChallengeSpec], index: int, probe: Probe, spec: ChallengeSpec) -> None:
    datasets = [dataset.name for dataset in spec.dataset]
    for key, name, known in (("dataset", probe.dataset, datasets), ("role", probe.role, spec.roles)):
        if name not in known:
            file.problem(("probe", index, key), f'no {key} "{name}"; allowed: {", ".join(known)}')
    used = {name for check in spec.check if isinstance(check, ProbesCheck) for name in check.probes}
    used |= {str(check.probe) for check in spec.check if isinstance(check, WorkCheck)}
    if probe.name not in used:
        file.problem(("probe", index, "name"), f'no check uses probe "{probe.name}"')


def _checks(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    known = [probe.name for probe in spec.probe]
    for index, check in enumerate(spec.check):
        if isinstance(check, ResultCheck if spec.probed else ProbesCheck | InterleavingsCheck):
            file.problem(("check", index, "type"), f'"{check.type}" does not belong to kind = "{spec.kind}"')
        names = check.probes if isinstance(check, ProbesCheck) else []
        if isinstance(check, WorkCheck):
            if (check.probe is not None) is not spec.probed:
                word = "missing; it is required" if spec.probed else "needs a kind whose answers are scripts"
                file.problem(("check", index, "probe"), word)
            names = [check.probe] if check.probe and spec.probed else []
        for name in names:
            if name not in known:
                file.problem(("check", index), f'no probe "{name}"; allowed: {", ".join(known)}')
