"""Kind "operations": several servers after an accident; a runbook that is tried on a fresh fleet."""

from __future__ import annotations

from assessor.domain.outcomes import CheckOutcome
from assessor.grading.fleet import Drill, FleetLab, Question
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.kinds.base import all_failed
from assessor.kinds.lab_kind import LabKind
from assessor.kinds.operations_checks import OperationsChecks
from assessor.kinds.operations_rules import operations_rules
from assessor.kinds.probe_reference import LAB_LIMITS
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.spec import ChallengeSpec
from assessor.packs.templates import lab_template
from assessor.packs.verify import Rule
from sandbox.provider import Owner, Progress, SandboxProvider, SandboxSpec


class OperationsKind(LabKind[FleetLab]):
    """Grades a runbook by what is found on the servers afterwards; GradingFault where no Docker Engine is used."""

    def lab(
        self,
        pack: Pack,
        text: str,
        labs: SandboxProvider,
        subject: str,
        limits: LabLimits,
    ) -> FleetLab:
        """A fleet after the accident."""
        return FleetLab(labs, SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS), limits)

    def outcomes(
        self,
        pack: Pack,
        text: str,
        lab: FleetLab,
        labs: SandboxProvider,
        references: ReferenceCache,
        progress: Progress,
    ) -> tuple[CheckOutcome, ...]:
        """Run the runbook, let the pack's events happen and ask. Raises GradingFault."""
        progress("running the runbook")
        try:
            tried = lab.run(drill_of(pack.spec, text))
        except Stopped as stopped:
            return all_failed(pack, sentence(f"the runbook was stopped: {stopped.reason}"))
        return OperationsChecks(pack, tried).all()

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of operations."""
        return operations_rules(self.grade, references)


OPERATIONS = OperationsKind("operations")


def drill_of(spec: ChallengeSpec, runbook: str) -> Drill:
    """A runbook with what the pack lets happen and asks afterwards."""
    fleet = spec.operations
    questions = [
        Question(each.name, each.on, each.holds or each.refused or "", refused=each.refused is not None)
        for each in fleet.finding
    ]
    return Drill(runbook, [(event.on, event.run) for event in fleet.event], questions)
