"""What types alone cannot say of interleavings."""

from __future__ import annotations

from collections import Counter

from assessor.packs.names import repeated
from assessor.packs.spec import ChallengeSpec, Interleaving, InterleavingsCheck, Role
from assessor.packs.spec.interleavings import DISCONNECT, MOST_PERMUTATIONS
from assessor.packs.toml import TomlFile

_TABLE = "interleaving"


def add_interleaving_problems(file: TomlFile[ChallengeSpec], spec: ChallengeSpec) -> None:
    """Add every structural problem of interleavings and the checks that use them."""
    if not spec.probed and _TABLE in spec.model_fields_set:
        file.problem((_TABLE,), f'does not belong to kind = "{spec.kind}"')
    for index, name in repeated(each.name for each in spec.interleaving):
        file.problem((_TABLE, index, "name"), f'interleaving "{name}" is there twice')
    known = [each.name for each in spec.interleaving]
    used: set[str] = set()
    for index, check in enumerate(spec.check):
        names = check.interleavings if isinstance(check, InterleavingsCheck) else []
        used |= set(names)
        for name in names:
            if name not in known:
                file.problem(("check", index), f'no interleaving "{name}"; allowed: {", ".join(known)}')
    for index, each in enumerate(spec.interleaving):
        if each.name not in used:
            file.problem((_TABLE, index, "name"), f'no check uses interleaving "{each.name}"')
        _places(file, index, each, spec)
        _sessions(file, index, each)


def _places(file: TomlFile[ChallengeSpec], index: int, each: Interleaving, spec: ChallengeSpec) -> None:
    roles = {dataset.name: dataset.role for dataset in spec.dataset}
    if each.dataset not in roles:
        text = f'no dataset "{each.dataset}"; allowed: {", ".join(roles)}'
        file.problem((_TABLE, index, "dataset"), text)
    if each.visible and roles.get(each.dataset, Role.VISIBLE) is not Role.VISIBLE:
        file.problem((_TABLE, index, "visible"), f'dataset "{each.dataset}" is not the visible one')
    for role in [each.role, *(one.role for one in each.session if one.role)]:
        if role not in spec.roles:
            file.problem((_TABLE, index, "role"), f'no role "{role}"; allowed: {", ".join(spec.roles)}')


def _sessions(file: TomlFile[ChallengeSpec], index: int, each: Interleaving) -> None:
    for number, name in repeated(name for one in each.session for name in one.names):
        file.problem((_TABLE, index, "session", number, "name"), f'session "{name}" is there twice')
    if each.too_many:
        text = f"there are more than {MOST_PERMUTATIONS} orders of these steps; choose some"
        file.problem((_TABLE, index, "permutations"), text)
        return
    for number, one in enumerate(each.session):
        if DISCONNECT in one.steps[:-1]:
            text = f"after {DISCONNECT} a session has no further steps"
            file.problem((_TABLE, index, "session", number, "steps"), text)
    wanted = {name: len(steps) for name, (_, steps) in each.sessions.items()}
    for number, order in enumerate(each.orders()):
        if Counter(order) != wanted:
            steps = ", ".join(f"{count} of {name}" for name, count in wanted.items())
            file.problem((_TABLE, index, "permutations", number), f"every step must be there once: {steps}")
