"""What all kinds whose answers are scripts have in common: apply it in a fresh lab, then look at what it made."""

from __future__ import annotations

from typing import Protocol, TypeVar

from assessor.domain.outcomes import CheckOutcome
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.kinds.base import RequiredFirst, all_failed
from assessor.kinds.lab_kind import Lab, LabKind
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from sandbox.provider import Progress, SandboxProvider


class ScriptLab(Lab, Protocol):
    """The lab of one script."""

    def apply(self) -> None:
        """Apply the script. Raises Stopped."""


S = TypeVar("S", bound=ScriptLab)


class ScriptKind(LabKind[S]):
    """Grades a script; what kind of lab it needs and how its checks are graded is a kind's own."""

    def checks(
        self, pack: Pack, lab: S, labs: SandboxProvider, cache: ReferenceCache, progress: Progress
    ) -> RequiredFirst:
        """The checks of what was applied in a lab, before any of them is graded."""
        raise NotImplementedError

    def outcomes(
        self,
        pack: Pack,
        text: str,
        lab: S,
        labs: SandboxProvider,
        references: ReferenceCache,
        progress: Progress,
    ) -> tuple[CheckOutcome, ...]:
        """Apply the script and grade what it made. Raises GradingFault."""
        checks = self.checks(pack, lab, labs, references, progress)
        try:
            lab.apply()
        except Stopped as stopped:
            return all_failed(checks.pack, sentence(f"it could not be applied: {stopped.reason}"))
        return checks.all()
