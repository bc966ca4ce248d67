"""The lab of an answer that tunes a database: applied once, then the workload is executed on what it left."""

from __future__ import annotations

from assessor.grading.lab import BaseLab, LabLimits, Stays
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.grading.workload.ran import Asked, Ran
from assessor.grading.workload.script import Tuning
from assessor.grading.workload.stage import WorkloadStage
from sandbox.provider import SandboxProvider, SandboxSpec


class Tuned(Stays):
    """The tuned database, in a lab of its own."""

    def __init__(self, stage: WorkloadStage) -> None:
        self.stage = stage


class WorkloadLab(BaseLab[Tuned]):
    """Tunes the one database of a template and measures there. A lab that had to be replaced is tuned anew."""

    def __init__(
        self, provider: SandboxProvider, spec: SandboxSpec, limits: LabLimits, database: str, tuning: Tuning
    ) -> None:
        super().__init__(provider, spec, limits)
        self._database = database
        self.tuning = tuning
        self._stage: WorkloadStage | None = None

    def apply(self) -> None:
        """Make the changes. Raises Stopped."""
        self._run(self._database, lambda tuned: None)

    def read(self, query: str) -> ResultTable:
        """The rows of a query of the author's or ours. Raises Stopped."""
        return self._run(self._database, lambda tuned: tuned.stage.read(query))

    def run(self, asked: Asked) -> Ran:
        """Execute a statement of the workload. Raises Stopped."""
        return self._run(self._database, lambda tuned: tuned.stage.run(asked))

    def _forget(self) -> None:
        if self._stage is not None:
            self._stage.close()
        self._stage = None

    def _opened(self, database: str) -> Tuned:
        if self._stage is None:
            stage = WorkloadStage(self.handle, database, self._limits.run)
            try:
                stage.change(self.tuning.changes)
            except Stopped:
                stage.close()
                raise
            self._stage = stage
        return Tuned(self._stage)
