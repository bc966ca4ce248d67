"""What an audit of a running server says: one finding per requirement, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Whether a requirement is met."""

    PASS = "pass"  # noqa: S105 - a word of the report, no password
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Finding:
    """One requirement held against one server. `id` is stable: "5.13" of the CIS benchmark, "A3" of our own list."""

    id: str
    title: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Audit:
    """All findings on one server."""

    subject: str
    findings: Sequence[Finding]

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return all(finding.outcome is not Outcome.FAIL for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """How many findings have each outcome, all three of them named."""
        counted = Counter(finding.outcome for finding in self.findings)
        return {outcome.value: counted[outcome] for outcome in Outcome}
