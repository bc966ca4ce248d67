"""The author's answer is right by the author's checks."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.outcomes import Verdict
from assessor.packs.names import reference_of
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    name = reference_of(evidence.pack.spec)
    for outcome in evidence.reference.outcomes:
        if outcome.verdict is Verdict.WAITING:
            continue
        if outcome.verdict is not Verdict.PASSED or outcome.points < outcome.max_points:
            yield (
                f"{name} gets {outcome.points:g} of {outcome.max_points:g} points"
                f" in {outcome.check}: {outcome.message}"
            )


RULE = Rule("The reference scores 100 in a lab like any answer", _problems)
"""What people score is left out: an author cannot vouch for a rater."""
