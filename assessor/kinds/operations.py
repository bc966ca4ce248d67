"""Kind "operations": several servers after an accident; a runbook that is tried on a fresh fleet."""

from __future__ import annotations

import time
from dataclasses import replace

from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.grading.fleet import Drill, FleetLab, Question
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.grading.text import is_blank
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, empty_answer, provenance_of, result_of
from assessor.kinds.operations_checks import OperationsChecks
from assessor.kinds.operations_rules import operations_rules
from assessor.kinds.probe_reference import LAB_LIMITS
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.spec import ChallengeSpec
from assessor.packs.templates import lab_template
from assessor.packs.verify import Rule
from sandbox.provider import Owner, Progress, SandboxProvider, SandboxSpec, silent


class OperationsKind:
    """Grades a runbook by what is found on the servers afterwards."""

    name = "operations"

    def grade(
        self,
        pack: Pack,
        text: str,
        labs: SandboxProvider,
        references: ReferenceCache,
        subject: str,
        progress: Progress = silent,
        limits: LabLimits = DEFAULT_LIMITS,
    ) -> GradingResult:
        """Grade an answer on a fresh fleet. Raises GradingFault, e.g. where no Docker Engine is used."""
        started = time.monotonic()
        if is_blank(text):
            return empty_answer(pack, labs, limits)
        limits = replace(limits, total_seconds=TIMES * limits.total_seconds)
        spec = SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)
        with FleetLab(labs, spec, limits) as lab:
            progress("starting a fleet")
            server = lab.handle
            progress("running the runbook")
            outcomes = _graded(pack, text, lab)
        provenance = provenance_of(pack, labs, server, limits)
        return result_of(outcomes, provenance, seconds=time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of operations."""
        return operations_rules(self.grade, references)


TIMES = 4
"""A runbook moves whole servers: so many times as long as a query it may take."""


def drill_of(spec: ChallengeSpec, runbook: str) -> Drill:
    """A runbook with what the pack lets happen and asks afterwards."""
    fleet = spec.operations
    questions = [
        Question(each.name, each.on, each.holds or each.refused or "", refused=each.refused is not None)
        for each in fleet.finding
    ]
    return Drill(runbook, [(event.on, event.run) for event in fleet.event], questions)


def _graded(pack: Pack, text: str, lab: FleetLab) -> tuple[CheckOutcome, ...]:
    try:
        tried = lab.run(drill_of(pack.spec, text))
    except Stopped as stopped:
        return all_failed(pack, sentence(f"the runbook was stopped: {stopped.reason}"))
    return OperationsChecks(pack, tried).all()
