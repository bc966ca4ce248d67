"""Nothing earns nothing."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.outcomes import Verdict
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    empty = evidence.empty
    if empty.score != 0 or empty.verdict is not Verdict.FAILED:
        yield f"the empty answer is {empty.verdict.value} with {empty.score:g} points"


RULE = Rule("The empty answer fails with 0 points", _problems)
