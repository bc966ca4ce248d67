"""What every kind offers, and results that need no lab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from assessor.domain.outcomes import (
    CheckOutcome,
    GradingResult,
    Provenance,
    Verdict,
    overall_verdict,
    score_of,
)
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.grading.session import SETTINGS
from assessor.packs.loader import Pack
from assessor.packs.spec import Check, DataCheck
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxHandle, SandboxProvider, silent

GRADER_VERSION = "4"
"""Goes up whenever the same answer to the same pack may get another verdict or score."""

DEFAULT_LIMITS = LabLimits()


class Kind(Protocol):
    """How answers of one kind are graded, and what its packs must prove beyond the common rules."""

    name: str

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
        """Grade an answer in a fresh lab. Raises GradingFault when the platform fails; never costs points then."""

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of this kind alone."""


class RequiredFirst:
    """The checks of one answer, each graded after those that it requires."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._outcomes: dict[str, CheckOutcome] = {}

    def all(self) -> tuple[CheckOutcome, ...]:
        """Every check's outcome, in the order of the spec."""
        return tuple(self.outcome(check) for check in self.pack.spec.data_checks)

    def outcome(self, check: DataCheck) -> CheckOutcome:
        """A check's outcome; the loader has refused cycles."""
        if check.id not in self._outcomes:
            self._outcomes[check.id] = self._unmet(check) or self.graded(check)
        return self._outcomes[check.id]

    def graded(self, check: DataCheck) -> CheckOutcome:
        """A check's outcome where all that it requires has passed."""
        raise NotImplementedError

    def _unmet(self, check: DataCheck) -> CheckOutcome | None:
        for need in self.pack.spec.data_checks:
            if need.id in check.requires and self.outcome(need).verdict is not Verdict.PASSED:
                return outcome_of(check, Verdict.FAILED, f'Counts only when "{need.title}" has passed.')
        return None


def outcome_of(
    check: Check,
    verdict: Verdict,
    message: str,
    points: float = 0.0,
    evidence: Mapping[str, object] | None = None,
) -> CheckOutcome:
    """A check's outcome with what the spec says of the check."""
    return CheckOutcome(
        check.id,
        check.title,
        tuple(check.competencies),
        verdict,
        points,
        check.points,
        message,
        evidence or {},
    )


def result_of(
    outcomes: tuple[CheckOutcome, ...], provenance: Provenance, message: str = "", seconds: float = 0.0
) -> GradingResult:
    """The verdict and score that follow from the outcomes."""
    verdict, score = overall_verdict(outcomes), score_of(outcomes)
    return GradingResult(verdict, score, outcomes, provenance, message, seconds)


def provenance_of(
    pack: Pack, labs: SandboxProvider, server: SandboxHandle | None, limits: LabLimits
) -> Provenance:
    """What a repetition of this grading needs; without a server when none was needed."""
    run = limits.run
    settings = {
        **SETTINGS,
        "assessor.run_seconds": f"{run.seconds:g}",
        "assessor.run_rows": str(run.rows),
        "assessor.run_bytes": str(run.bytes),
        "assessor.total_seconds": f"{limits.total_seconds:g}",
    }
    image, version = (server.image, server.server_version) if server else ("", 0)
    return Provenance(pack.hash, GRADER_VERSION, labs.name, image, version, settings, pack.seed)


def empty_answer(pack: Pack, labs: SandboxProvider, limits: LabLimits) -> GradingResult:
    """An answer with nothing in it fails every check; no lab is needed to know that."""
    message = "The answer is empty."
    return result_of(all_failed(pack, message), provenance_of(pack, labs, None, limits), message)


def all_failed(pack: Pack, message: str) -> tuple[CheckOutcome, ...]:
    """Every check failed for one reason."""
    return tuple(outcome_of(check, Verdict.FAILED, message) for check in pack.spec.check)


def could_not_grade(pack: Pack, labs: SandboxProvider, reason: str) -> GradingResult:
    """What to show after the platform has failed too often: no check failed, none passed."""
    outcomes = tuple(outcome_of(check, Verdict.COULD_NOT_GRADE, reason) for check in pack.spec.check)
    return result_of(outcomes, provenance_of(pack, labs, None, DEFAULT_LIMITS), reason)
