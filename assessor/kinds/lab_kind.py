"""What all kinds have in common whose answers are tried in a lab: one fresh lab an answer, and an end in any case."""

from __future__ import annotations

import time
from dataclasses import replace
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import Stopped
from assessor.grading.text import is_blank
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, empty_answer, provenance_of, result_of
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from sandbox.provider import Progress, SandboxHandle, SandboxProvider, silent

TIMES = 4
"""What a script or a runbook makes is looked at in many steps, whose overhead counts."""


class Lab(Protocol):
    """The lab of one answer."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def handle(self) -> SandboxHandle:
        """The server in use now."""


L = TypeVar("L", bound=Lab)


class LabKind(Generic[L]):
    """Grades what is tried in a lab; which lab it needs and what is made of the answer there is a kind's own."""

    times = TIMES
    """So many times as long as a query it may take."""

    def __init__(self, name: str) -> None:
        self.name = name

    def lab(self, pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits) -> L:
        """A lab for a text. Raises Stopped where the text alone shows that it cannot be tried."""
        raise NotImplementedError

    def outcomes(
        self,
        pack: Pack,
        text: str,
        lab: L,
        labs: SandboxProvider,
        references: ReferenceCache,
        progress: Progress,
    ) -> tuple[CheckOutcome, ...]:
        """What becomes of a text in its lab. Raises GradingFault; Stopped where no check can be graded."""
        raise NotImplementedError

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
        limits = replace(limits, total_seconds=self.times * limits.total_seconds)
        server: SandboxHandle | None = None
        progress("starting a lab")
        try:
            with self.lab(pack, text, labs, subject, limits) as lab:
                server = lab.handle
                outcomes = self.outcomes(pack, text, lab, labs, references, progress)
        except Stopped as stopped:
            outcomes = all_failed(pack, sentence(stopped.reason))
        provenance = provenance_of(pack, labs, server, limits)
        return result_of(outcomes, provenance, seconds=time.monotonic() - started)
