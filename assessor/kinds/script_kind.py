"""What all kinds whose answers are scripts have in common: apply it in a fresh lab, then look at what it made."""

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
from assessor.kinds.base import (
    DEFAULT_LIMITS,
    RequiredFirst,
    all_failed,
    empty_answer,
    provenance_of,
    result_of,
)
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from sandbox.provider import Progress, SandboxHandle, SandboxProvider, silent

TIMES = 4
"""A script is applied and looked at in many steps, whose overhead counts: so many times as long as a query it may
take."""


class ScriptLab(Protocol):
    """The lab of one script."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    @property
    def handle(self) -> SandboxHandle:
        """The server in use now."""

    def apply(self) -> None:
        """Apply the script. Raises Stopped."""


L = TypeVar("L", bound=ScriptLab)


class ScriptKind(Generic[L]):
    """Grades a script; what kind of lab it needs and how its checks are graded is a kind's own."""

    def __init__(self, name: str) -> None:
        self.name = name

    def lab(self, pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits) -> L:
        """A lab for a text. Raises Stopped where the text alone shows that it cannot be applied."""
        raise NotImplementedError

    def checks(
        self, pack: Pack, lab: L, labs: SandboxProvider, cache: ReferenceCache, progress: Progress
    ) -> RequiredFirst:
        """The checks of what was applied in a lab, before any of them is graded."""
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
        limits = replace(limits, total_seconds=TIMES * limits.total_seconds)
        server: SandboxHandle | None = None
        try:
            with self.lab(pack, text, labs, subject, limits) as lab:
                progress("starting a lab")
                server = lab.handle
                checks = self.checks(pack, lab, labs, references, progress)
                outcomes = _graded(checks, lab)
        except Stopped as stopped:
            outcomes = all_failed(pack, sentence(stopped.reason))
        provenance = provenance_of(pack, labs, server, limits)
        return result_of(outcomes, provenance, seconds=time.monotonic() - started)


def _graded(checks: RequiredFirst, lab: ScriptLab) -> tuple[CheckOutcome, ...]:
    try:
        lab.apply()
    except Stopped as stopped:
        return all_failed(checks.pack, sentence(f"it could not be applied: {stopped.reason}"))
    return checks.all()
