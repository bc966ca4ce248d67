"""Kind "incident": the candidate meets a system in trouble; a fresh lab in the same trouble judges their runbook."""

from __future__ import annotations

import time
from dataclasses import replace

from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.domain.runbook import parse_runbook
from assessor.grading.incident import Answer, IncidentLab
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.grading.text import is_blank, unreadable
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, empty_answer, provenance_of, result_of
from assessor.kinds.incident_checks import IncidentChecks
from assessor.kinds.incident_plot import plot_of
from assessor.kinds.incident_rules import incident_rules
from assessor.kinds.probe_reference import LAB_LIMITS
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.templates import lab_databases, lab_template
from assessor.packs.verify import Rule
from sandbox.provider import Owner, Progress, SandboxProvider, SandboxSpec, silent

TIMES = 4
"""A drill has many steps that wait for one another: so many times as long as a query it may take."""


class IncidentKind:
    """Plays the pack's plot with the answer."""

    name = "incident"

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
        """Grade an answer in a fresh lab. Raises GradingFault when the platform fails or the trouble does not come."""
        started = time.monotonic()
        if is_blank(text):
            return empty_answer(pack, labs, limits)
        limits = replace(limits, total_seconds=TIMES * limits.total_seconds)
        spec = SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)
        dataset = str(pack.spec.incident.dataset)
        with IncidentLab(labs, spec, limits, plot_of(pack.spec), lab_databases(pack)[dataset]) as lab:
            progress("starting a lab")
            server = lab.handle
            reason = unreadable(text)
            progress("playing the incident")
            outcomes = all_failed(pack, sentence(reason)) if reason else _graded(pack, text, lab)
        provenance = provenance_of(pack, labs, server, limits)
        return result_of(outcomes, provenance, seconds=time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of incidents."""
        return incident_rules(self.grade, references)


def _graded(pack: Pack, text: str, lab: IncidentLab) -> tuple[CheckOutcome, ...]:
    answer = parse_runbook(text)
    facts = {fact.name: fact.holds for fact in pack.spec.fact}
    try:
        found, drilled = lab.drill(Answer(answer.evidence, answer.runbook), facts)
    except Stopped as stopped:
        return all_failed(pack, sentence(f"the drill was stopped: {stopped.reason}"))
    return IncidentChecks(pack, answer, found, drilled).all()
