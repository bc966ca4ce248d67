"""What the kinds whose answers are scripts have in common: apply it in a fresh lab, then probe what it built."""

from __future__ import annotations

import time
from dataclasses import replace

from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.grading.lab import LabLimits
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.grading.text import is_blank, unreadable
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, empty_answer, provenance_of, result_of
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.probe_reference import expected_of, probe_lab
from assessor.kinds.probe_rules import probe_rules
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider, silent

TIMES = 4
"""A script is applied and probed in many steps, whose overhead counts: so many times as long as a query it may take."""


class ProbeKind:
    """Grades a script by what it builds."""

    def __init__(self, name: str, more_rules: tuple[Rule, ...] = ()) -> None:
        self.name = name
        self._more_rules = more_rules

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
        """Grade an answer in a fresh lab. Raises GradingFault when the platform fails."""
        started = time.monotonic()
        if is_blank(text):
            return empty_answer(pack, labs, limits)
        limits = replace(limits, total_seconds=TIMES * limits.total_seconds)
        with probe_lab(pack, text, labs, subject, limits) as lab:
            progress("starting a lab")
            server = lab.handle
            reason = unreadable(text)
            outcomes = (
                all_failed(pack, sentence(reason))
                if reason
                else _graded(
                    ProbeChecks(pack, lab, expected_of(pack, server, labs, references), progress), lab
                )
            )
        provenance = provenance_of(pack, labs, server, limits)
        return result_of(outcomes, provenance, seconds=time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of scripts."""
        return (*probe_rules(references), *self._more_rules)


def _graded(checks: ProbeChecks, lab: ProbeLab) -> tuple[CheckOutcome, ...]:
    try:
        lab.apply()
    except Stopped as stopped:
        return all_failed(checks.pack, sentence(f"it could not be applied: {stopped.reason}"))
    return checks.all()
