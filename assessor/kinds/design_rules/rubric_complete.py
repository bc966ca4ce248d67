"""Every competency of the challenge is asked for by some line of the rubric."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Criterion
from assessor.packs.verify import Evidence, Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    spec = evidence.pack.spec
    criteria = [check for check in spec.check if isinstance(check, Criterion)]
    asked = {code for criterion in criteria for code in criterion.competencies}
    for code in spec.competencies:
        if code not in asked:
            yield f"no criterion carries {code}; add it to one, or take it out of the challenge's competencies"
    for criterion in criteria:
        highest = len(criterion.levels) - 1
        if criterion.passes_at > highest:
            yield f"{criterion.id} passes at level {criterion.passes_at}, and its highest is {highest}"


RULE = Rule("The rubric asks for every competency of the challenge", _problems)
