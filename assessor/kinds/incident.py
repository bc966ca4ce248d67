"""Kind "incident": the candidate meets a system in trouble; a fresh lab in the same trouble judges their runbook."""

from __future__ import annotations

from assessor.domain.outcomes import CheckOutcome
from assessor.domain.runbook import parse_runbook
from assessor.grading.incident import Answer, IncidentLab
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.grading.text import unreadable
from assessor.kinds.base import all_failed
from assessor.kinds.incident_checks import IncidentChecks
from assessor.kinds.incident_plot import plot_of
from assessor.kinds.incident_rules import incident_rules
from assessor.kinds.lab_kind import LabKind
from assessor.kinds.probe_reference import LAB_LIMITS
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.templates import lab_databases, lab_template
from assessor.packs.verify import Rule
from sandbox.provider import Owner, Progress, SandboxProvider, SandboxSpec


class IncidentKind(LabKind[IncidentLab]):
    """Plays the pack's plot with the answer; GradingFault also where the trouble does not come."""

    def lab(
        self,
        pack: Pack,
        text: str,
        labs: SandboxProvider,
        subject: str,
        limits: LabLimits,
    ) -> IncidentLab:
        """A lab with the data of the drill."""
        spec = SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)
        dataset = str(pack.spec.incident.dataset)
        return IncidentLab(labs, spec, limits, plot_of(pack.spec), lab_databases(pack)[dataset])

    def outcomes(
        self,
        pack: Pack,
        text: str,
        lab: IncidentLab,
        labs: SandboxProvider,
        references: ReferenceCache,
        progress: Progress,
    ) -> tuple[CheckOutcome, ...]:
        """Let the trouble come and the runbook meet it. Raises GradingFault."""
        if reason := unreadable(text):
            return all_failed(pack, sentence(reason))
        progress("playing the incident")
        answer = parse_runbook(text)
        facts = {fact.name: fact.holds for fact in pack.spec.fact}
        try:
            found, drilled = lab.drill(Answer(answer.evidence, answer.runbook), facts)
        except Stopped as stopped:
            return all_failed(pack, sentence(f"the drill was stopped: {stopped.reason}"))
        return IncidentChecks(pack, answer, found, drilled).all()

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of incidents."""
        return incident_rules(self.grade, references)


INCIDENT = IncidentKind("incident")
