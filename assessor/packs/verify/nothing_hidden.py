"""The sandbox is born without anything of the hidden datasets or answers."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Dataset, Role
from assessor.packs.templates import sandbox_template
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.secrets import leaks


def _problems(evidence: Evidence) -> Iterator[str]:
    pack = evidence.pack
    for database in sandbox_template(pack).databases:
        for script in database.scripts:
            yield from (f"{script.name}, which the sandbox runs, {leak}" for leak in leaks(pack, script.sql))
    alike = _made_of(pack.visible)
    for dataset in pack.spec.dataset:
        if dataset.role is not Role.VISIBLE and _made_of(dataset) == alike:
            yield f"dataset {dataset.name} is set up exactly like the visible one; give it another seed"


def _made_of(dataset: Dataset) -> tuple[object, ...]:
    return dataset.setup, dataset.load, dataset.seed, dataset.scale


RULE = Rule("The sandbox holds nothing of the hidden data and answers", _problems)
