"""The kinds whose answers build something that is probed afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.grading.lab import LabLimits
from assessor.grading.mutation.script import Operator
from assessor.grading.probing import ProbeLab
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Ended, Stopped
from assessor.grading.text import unreadable
from assessor.kinds.probe_checks import ProbeChecks
from assessor.kinds.probe_reference import expected_of, probe_lab
from assessor.kinds.probe_rules import probe_rules
from assessor.kinds.script_kind import ScriptKind
from assessor.packs.loader import Pack
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider


class ProbeKind(ScriptKind[ProbeLab]):
    """Grades a script by what it builds."""

    more_mutants: Sequence[Operator] = ()
    """How references are mutated, besides as all scripts are."""

    def __init__(
        self, name: str, more_rules: tuple[Rule, ...] = (), checks: type[ProbeChecks] = ProbeChecks
    ) -> None:
        super().__init__(name)
        self._more_rules = more_rules
        self._checks = checks

    def lab(self, pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits) -> ProbeLab:
        """A lab in which each probe has a copy of its own. Raises Stopped(REFUSED)."""
        reason = unreadable(text)
        if reason is not None:
            raise Stopped(Ended.REFUSED, reason)
        return probe_lab(pack, text, labs, subject, limits)

    def checks(
        self, pack: Pack, lab: ProbeLab, labs: SandboxProvider, cache: ReferenceCache, progress: Progress
    ) -> ProbeChecks:
        """Each check by its probes, against what the reference gives in them."""
        return self._checks(pack, lab, expected_of(pack, lab.handle, labs, cache), progress)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of scripts."""
        return (*probe_rules(references, self._checks, self.more_mutants), *self._more_rules)
