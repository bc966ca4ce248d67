"""What types alone cannot say of a pack of kind "incident"."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.packs.names import repeated
from assessor.packs.spec import (
    CauseCheck,
    ChallengeSpec,
    FactsCheck,
    IncidentCheck,
    LastingCheck,
    PaceCheck,
    RecoveredCheck,
    Role,
    SparedCheck,
)
from assessor.packs.toml import TomlFile

INCIDENT_NEEDS = ("roles", "incident", "actor", "client", "dataset")
_OF_INCIDENTS = ("incident", "actor", "client", "fact")

SpecFile = TomlFile[ChallengeSpec]


def add_incident_problems(file: SpecFile, spec: ChallengeSpec) -> None:
    """Add every structural problem of actors, clients, facts and the checks that use them."""
    if spec.kind != "incident":
        for key in _OF_INCIDENTS:
            if key in spec.model_fields_set:
                file.problem((key,), f'does not belong to kind = "{spec.kind}"')
        for index, check in enumerate(spec.check):
            if isinstance(check, IncidentCheck):
                file.problem(("check", index, "type"), f'"{check.type}" belongs to kind = "incident"')
        return
    _whole(file, spec)
    _players(file, spec)
    for index, check in enumerate(spec.check):
        if isinstance(check, IncidentCheck):
            _check(file, index, check, spec)
        else:
            file.problem(("check", index, "type"), f'"{check.type}" does not belong to kind = "incident"')


def _whole(file: SpecFile, spec: ChallengeSpec) -> None:
    hidden = [dataset.name for dataset in spec.dataset if dataset.role is Role.HIDDEN]
    if spec.incident.dataset not in hidden:
        text = f'no hidden dataset "{spec.incident.dataset}"; allowed: {", ".join(hidden)}'
        file.problem(("incident", "dataset"), text)
    for role in spec.incident.connections:
        _known(file, ("incident", "connections"), "role", [role], spec.roles)


def _players(file: SpecFile, spec: ChallengeSpec) -> None:
    names = [actor.name for actor in spec.actor] + [client.name for client in spec.client]
    for index, name in repeated(names):
        key, place = ("actor", index) if index < len(spec.actor) else ("client", index - len(spec.actor))
        file.problem((key, place, "name"), f'"{name}" is there twice')
    for index, actor in enumerate(spec.actor):
        _known(file, ("actor", index, "role"), "role", [actor.role], spec.roles)
    for index, client in enumerate(spec.client):
        _known(file, ("client", index, "role"), "role", [client.role], spec.roles)
        if (client.most_blocks is not None) and len(client.run) != 1:
            file.problem(("client", index, "run"), "must be one statement where most_blocks is given")
    for index, name in repeated([fact.name for fact in spec.fact]):
        file.problem(("fact", index, "name"), f'fact "{name}" is there twice')
    used = {name for check in spec.check if isinstance(check, FactsCheck) for name in check.facts}
    for index, fact in enumerate(spec.fact):
        if fact.name not in used:
            file.problem(("fact", index, "name"), f'no check uses fact "{fact.name}"')


def _check(file: SpecFile, index: int, check: IncidentCheck, spec: ChallengeSpec) -> None:
    where = ("check", index)
    if isinstance(check, RecoveredCheck | LastingCheck | PaceCheck):
        _known(file, where, "client", check.clients, [client.name for client in spec.client])
    elif isinstance(check, SparedCheck):
        _known(file, where, "actor with finishes", check.actors, [a.name for a in spec.actor if a.finishes])
    elif isinstance(check, FactsCheck):
        _known(file, where, "fact", check.facts, [fact.name for fact in spec.fact])
    else:
        _cause(file, index, check, spec)
    if isinstance(check, PaceCheck) and check.never <= check.within:
        file.problem((*where, "never"), f"must be above within, which is {check.within}")
    if isinstance(check, LastingCheck) and not any(actor.again for actor in spec.actor):
        file.problem(where, "needs an actor with again = true")


def _cause(file: SpecFile, index: int, check: CauseCheck, spec: ChallengeSpec) -> None:
    where = ("check", index)
    _known(file, where, "actor", check.culprits, [actor.name for actor in spec.actor])
    if bool(check.culprits) is bool(check.names):
        file.problem(where, "a cause has either culprits or names")
    if sum(option.credit == 1 for option in check.options) != 1:
        file.problem((*where, "options"), "exactly one option must have credit = 1")
    for number, name in repeated(option.id for option in check.options):
        file.problem((*where, "options", number, "id"), f'option "{name}" is there twice')


def _known(
    file: SpecFile, path: tuple[str | int, ...], what: str, names: Iterable[str], known: list[str]
) -> None:
    for name in names:
        if name not in known:
            file.problem(path, f'no {what} "{name}"; allowed: {", ".join(known)}')
