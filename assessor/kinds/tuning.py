"""Kind "tuning": indexes, statistics and settings of large tables, for a workload with its rates."""

from __future__ import annotations

from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.workload import WorkloadLab
from assessor.kinds.script_kind import ScriptKind
from assessor.kinds.tuning_checks import TuningChecks
from assessor.kinds.tuning_reference import baseline_of, tuning_lab
from assessor.kinds.tuning_rules import tuning_rules
from assessor.packs.loader import Pack
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider


class TuningKind(ScriptKind[WorkloadLab]):
    """Grades a script by what the workload costs afterwards."""

    def lab(
        self, pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits
    ) -> WorkloadLab:
        """A lab that the script tunes. Raises Stopped(REFUSED) where it holds what is not allowed."""
        return tuning_lab(pack, text, labs, subject, limits)

    def checks(
        self, pack: Pack, lab: WorkloadLab, labs: SandboxProvider, cache: ReferenceCache, progress: Progress
    ) -> TuningChecks:
        """Each check by the workload, against the untouched database and the reference."""
        return TuningChecks(pack, lab, baseline_of(pack, lab.handle, labs, cache), progress)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of tuning."""
        return tuning_rules(references, self.grade)


TUNING = TuningKind("tuning")
