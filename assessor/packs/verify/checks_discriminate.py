"""A check that nothing passes, or nothing fails, measures nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.packs.spec import Criterion
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    for check in evidence.pack.spec.check:
        if isinstance(check, Criterion):
            continue
        verdicts = {_outcome(graded.result.outcomes, check.id).verdict for graded in evidence.samples}
        if Verdict.PASSED not in verdicts:
            yield f"no sample passes {check.id}; add one to submissions/accepted or partial"
        if Verdict.FAILED not in verdicts:
            yield f"no sample fails {check.id}; add one to submissions/partial or rejected"


def _outcome(outcomes: tuple[CheckOutcome, ...], check: str) -> CheckOutcome:
    return next(outcome for outcome in outcomes if outcome.check == check)


RULE = Rule("Every check is passed by one sample and failed by another", _problems)
