"""The sandbox is born without anything of the hidden datasets or answers."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Role
from assessor.packs.templates import sandbox_template
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.secrets import leaks


def _problems(evidence: Evidence) -> Iterator[str]:
    pack = evidence.pack
    for database in sandbox_template(pack).databases:
        for script in database.scripts:
            yield from (f"{script.name}, which the sandbox runs, {leak}" for leak in leaks(pack, script.sql))
    visible = pack.visible
    for dataset in pack.spec.dataset:
        same = (dataset.setup, dataset.seed, dataset.scale) == (visible.setup, visible.seed, visible.scale)
        if dataset.role is not Role.VISIBLE and same:
            yield f"dataset {dataset.name} is set up exactly like the visible one; give it another seed"


RULE = Rule("The sandbox holds nothing of the hidden data and answers", _problems)
