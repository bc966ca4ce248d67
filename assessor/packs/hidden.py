"""Hidden datasets that are not in the pack: made by each installation from a secret of its own.

Who reads the pack's repository then still does not know the data that an answer is graded on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from assessor.packs.loader import Pack
from assessor.packs.spec import Check, Dataset, ResultCheck, Role

FOLDER = "synthesised/"


@dataclass(frozen=True)
class HiddenDataset:
    """A dataset as a script that loads it into the pack's empty schema; `shows` as in the spec's datasets."""

    name: str
    shows: str
    sql: str


def wants_synthesis(pack: Pack) -> bool:
    """Whether a check asks for synthesised datasets."""
    return any(isinstance(check, ResultCheck) and check.synthesised for check in pack.spec.check)


def digest(datasets: Sequence[HiddenDataset]) -> str:
    """Hex SHA-256 of the datasets, which says nothing about their values."""
    content = json.dumps([asdict(dataset) for dataset in datasets], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def extended(pack: Pack, datasets: Sequence[HiddenDataset]) -> Pack:
    """The pack as if it had shipped the datasets; its hash stays that of what it ships."""
    files: Mapping[str, str] = {f"{FOLDER}{each.name}.sql": each.sql for each in datasets}
    added = [
        Dataset(name=each.name, role=Role.HIDDEN, setup=[f"{FOLDER}{each.name}.sql"], shows=each.shows)
        for each in datasets
    ]
    checks = [_with(check, [dataset.name for dataset in added]) for check in pack.spec.check]
    spec = pack.spec.model_copy(update={"dataset": [*pack.spec.dataset, *added], "check": checks})
    return replace(pack, spec=spec, files=MappingProxyType({**pack.files, **files}), seed=digest(datasets))


def _with(check: Check, names: Sequence[str]) -> Check:
    if not isinstance(check, ResultCheck) or not check.synthesised:
        return check
    return check.model_copy(update={"datasets": [*check.datasets, *names]})
