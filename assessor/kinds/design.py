"""Kind "design": an answer in words, with numbers and choices that are scored at once and a rubric for people."""

from __future__ import annotations

from assessor.domain.design import DesignAnswer
from assessor.domain.outcomes import CheckOutcome
from assessor.kinds.design_parts import part_outcome
from assessor.kinds.design_rules import RULES
from assessor.kinds.written_kind import WrittenKind
from assessor.packs.loader import Pack


def _outcomes(pack: Pack, answer: DesignAnswer) -> tuple[CheckOutcome, ...]:
    return tuple(part_outcome(check, answer) for check in pack.spec.design_checks)


DESIGN = WrittenKind("design", RULES, _outcomes)
