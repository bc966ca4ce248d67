"""What machines can score is a minor part: a design is judged by people."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Criterion
from assessor.packs.verify import Evidence, Rule

LEAST = 0.5
"""Share of the points that the rubric gives."""


def _problems(evidence: Evidence) -> Iterator[str]:
    checks = evidence.pack.spec.check
    whole = sum(check.points for check in checks)
    rubric = sum(check.points for check in checks if isinstance(check, Criterion))
    if rubric < LEAST * whole:
        yield f"the rubric gives {rubric:g} of {whole:g} points; at least {LEAST:.0%} are wanted"


RULE = Rule("The rubric gives at least half of the points", _problems)
