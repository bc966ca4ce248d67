"""A pack of kind security tries every role both ways."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from assessor.kinds.security import TWO_SIDED
from assessor.packs.loader import Pack

CLINIC = Pack.from_folder(Path(__file__).parents[3] / "challenges" / "clinic-policies")


def problems(keep):
    spec = CLINIC.spec.model_copy(update={"probe": [probe for probe in CLINIC.spec.probe if keep(probe)]})
    return list(TWO_SIDED.problems(SimpleNamespace(pack=replace(CLINIC, spec=spec))))


def test_every_role_both_ways():
    assert problems(lambda probe: True) == []
    assert problems(lambda probe: probe.role != "billing" or probe.refused) == [
        "probes try nothing that it may do as billing"
    ]
    assert problems(lambda probe: probe.role != "billing" or not probe.refused) == [
        "probes try no attack as billing"
    ]
