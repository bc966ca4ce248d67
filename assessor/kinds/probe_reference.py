"""What the reference does in every probe, and the work that it and the slow samples take; never in an answer's lab."""

from __future__ import annotations

import time

from assessor.errors import GradingFault
from assessor.grading.lab import LabLimits
from assessor.grading.migrating import STEPS
from assessor.grading.probing import Answer, Load, Probed, ProbeLab, Script
from assessor.grading.probing.stage import READER, SCRIPT
from assessor.grading.reference import (
    REFERENCE_LIMITS,
    ROWS,
    ReferenceCache,
    References,
    kept,
    require_alike,
    rows_in,
)
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from assessor.kinds.base import GRADER_VERSION
from assessor.kinds.probe_judging import key_of, tables_of
from assessor.kinds.probe_parts import PartsCheck, parts_of, tried
from assessor.kinds.query_work import reference_work, slow_work
from assessor.packs.loader import Pack
from assessor.packs.names import reference_of
from assessor.packs.spec import WorkCheck
from assessor.packs.templates import lab_databases, lab_template, settings_of
from assessor.packs.verify import Evidence
from sandbox.provider import Limits, Owner, SandboxHandle, SandboxProvider, SandboxSpec, SeedScript

LAB_LIMITS = Limits(memory_mb=512)

_FORMS = {"migration": STEPS}
"""How answers of a kind are applied, if not all at once."""


def probe_lab(pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits) -> ProbeLab:
    """A lab for a text of this pack."""
    visible = lab_databases(pack)[pack.visible.name]
    spec = SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)
    form = _FORMS.get(pack.spec.kind, SCRIPT)
    return ProbeLab(labs, spec, limits, Answer(text, tuple(pack.spec.roles), visible, form, _loads(pack)))


def _loads(pack: Pack) -> dict[str, tuple[Load, ...]]:
    """What is stored through an answer, by database."""
    found = {name: pack.dataset(dataset) for dataset, name in lab_databases(pack).items()}
    return {
        name: tuple(
            Load(str(each.loader), SeedScript(script, pack.files[script], settings_of(each)))
            for script in each.load
        )
        for name, each in found.items()
    }


def expected_of(
    pack: Pack, server: SandboxHandle, labs: SandboxProvider, cache: ReferenceCache
) -> References:
    """For the kind of server that `server` is. Raises GradingFault, also where the reference fails a probe."""
    return kept(f"{pack.hash}:{GRADER_VERSION}:probed", server, cache, lambda: _compute(pack, server, labs))


def expected_for(evidence: Evidence, cache: ReferenceCache) -> References:
    """While a pack is verified: computed once, when the evidence is gathered."""
    with evidence.lab() as handle:
        return expected_of(evidence.pack, handle, evidence.provider, cache)


def _compute(pack: Pack, server: SandboxHandle, labs: SandboxProvider) -> References:
    tables: dict[str, ResultTable] = {}
    works: dict[str, Work] = {}
    seconds: dict[str, float] = {}
    sizes: dict[str, int] = {}
    with _author_lab(pack, pack.reference, labs, server) as lab:
        for check in pack.spec.data_checks:
            if isinstance(check, PartsCheck):
                for part in parts_of(pack, check):
                    tables |= part.expected(lab)
            elif isinstance(check, WorkCheck):
                for dataset in check.scales:
                    probe = pack.spec.probe_named(check.probe)
                    started = time.monotonic()
                    probed = tried(pack, lab, probe, dataset)
                    tables |= tables_of(key_of(probe, dataset), probed)
                    seconds[reference_work(check, dataset)] = time.monotonic() - started
                    works[reference_work(check, dataset)] = work_of(probed)
                    sizes[dataset] = _rows(pack, lab, dataset)
    for check in pack.spec.data_checks:
        if isinstance(check, WorkCheck):
            with _author_lab(pack, pack.files[check.slow], labs, server) as lab:
                for dataset in check.scales:
                    probe = pack.spec.probe_named(check.probe)
                    works[slow_work(check, dataset)] = work_of(tried(pack, lab, probe, dataset))
    return References(tables, works, seconds, sizes)


def _author_lab(pack: Pack, text: str, labs: SandboxProvider, server: SandboxHandle) -> ProbeLab:
    lab = probe_lab(pack, text, labs, "reference", REFERENCE_LIMITS)
    require_alike(lab.handle, server)
    return lab


def work_of(probed: Probed) -> Work:
    """The work of a probe that was measured and did not fail."""
    if probed.work is None:
        raise GradingFault("A probe was not measured.")
    return probed.work


def _rows(pack: Pack, lab: ProbeLab, dataset: str) -> int:
    counted = lab.probe(Script(lab_databases(pack)[dataset], READER, (ROWS,))).table
    if counted is None:
        raise GradingFault(f"The rows of {reference_of(pack.spec)} could not be counted.")
    return rows_in(counted)
