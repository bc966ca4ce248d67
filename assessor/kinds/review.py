"""Kind "review": comments on the lines of a change set, held against what is planted in it; a rubric for people."""

from __future__ import annotations

from assessor.domain.design import DesignAnswer
from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.kinds.base import outcome_of
from assessor.kinds.design_parts import part_outcome
from assessor.kinds.review_evidence import alarms_evidence, defect_evidence
from assessor.kinds.review_matching import Judged, judge
from assessor.kinds.review_rules import RULES
from assessor.kinds.review_scoring import Tally, tally
from assessor.kinds.written_kind import WrittenKind
from assessor.packs.loader import Pack
from assessor.packs.spec import AlarmsCheck, DefectCheck, DesignCheck, ReviewCheck


def _outcomes(pack: Pack, answer: DesignAnswer) -> tuple[CheckOutcome, ...]:
    judged = judge(pack.spec, answer.comments)
    counted = tally(pack.spec, judged)
    return tuple(_outcome(check, answer, pack, judged, counted) for check in pack.spec.written_checks)


def _outcome(
    check: DesignCheck | ReviewCheck,
    answer: DesignAnswer,
    pack: Pack,
    judged: tuple[Judged, ...],
    counted: Tally,
) -> CheckOutcome:
    if isinstance(check, DefectCheck):
        return _defect(check, judged, counted)
    if isinstance(check, AlarmsCheck):
        return _alarms(check, pack, judged, counted)
    return part_outcome(check, answer)


def _defect(check: DefectCheck, judged: tuple[Judged, ...], counted: Tally) -> CheckOutcome:
    points = counted.points[check.id]
    told = "Not found."
    if counted.shares[check.id]:
        told = "Found." if counted.shares[check.id] == 1 else "Found, but not how bad it is."
    if points < counted.earned(check):
        told += " False alarms took points of it." if points else " False alarms cost all that was found."
    verdict = Verdict.PASSED if points else Verdict.FAILED
    return outcome_of(check, verdict, told, points, {"defect": defect_evidence(check, judged)})


def _alarms(check: AlarmsCheck, pack: Pack, judged: tuple[Judged, ...], counted: Tally) -> CheckOutcome:
    verdict = Verdict.PASSED if counted.is_precise else Verdict.FAILED
    told = f"{counted.alarms} of {len(judged)} comments are false alarms."
    if not counted.alarms and verdict is Verdict.FAILED:
        told = "Too little was found for this to count."
    evidence = {"review": alarms_evidence(pack, judged, counted)}
    return outcome_of(check, verdict, told, counted.points[check.id], evidence)


REVIEW = WrittenKind("review", RULES, _outcomes)
