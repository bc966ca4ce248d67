"""Kind "review": comments on the lines of a change set, held against what is planted in it; a rubric for people."""

from __future__ import annotations

import time

from assessor.domain.design import DesignAnswer, parse_answer
from assessor.domain.outcomes import CheckOutcome, GradingResult, Verdict
from assessor.errors import InvalidInput
from assessor.grading.lab import LabLimits
from assessor.grading.reference import ReferenceCache
from assessor.kinds.base import DEFAULT_LIMITS, all_failed, outcome_of, provenance_of, result_of
from assessor.kinds.design_parts import part_outcome, unanswered
from assessor.kinds.review_evidence import alarms_evidence, defect_evidence
from assessor.kinds.review_matching import Judged, judge
from assessor.kinds.review_rules import RULES
from assessor.kinds.review_scoring import Tally, tally
from assessor.packs.loader import Pack
from assessor.packs.spec import AlarmsCheck, DefectCheck, DesignCheck, ReviewCheck
from assessor.packs.verify import Rule
from sandbox.provider import Progress, SandboxProvider, silent


class ReviewKind:
    """Scores what was found and what was a false alarm; what the rubric asks waits for people. No lab is needed."""

    name = "review"

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
        """Grade what needs no person. Never raises for an answer."""
        started = time.monotonic()
        outcomes, message = _outcomes(pack, text)
        provenance = provenance_of(pack, labs, None, limits)
        return result_of(outcomes, provenance, message, time.monotonic() - started)

    def rules(self, references: ReferenceCache) -> tuple[Rule, ...]:
        """The verify rules of reviews."""
        return RULES


def _outcomes(pack: Pack, text: str) -> tuple[tuple[CheckOutcome, ...], str]:
    try:
        answer = parse_answer(text)
    except InvalidInput as error:  # nothing that was saved through the pages; an answer all the same
        return all_failed(pack, str(error)), str(error)
    judged = judge(pack.spec, answer.comments)
    counted = tally(pack.spec, judged)
    message = "The answer is empty." if answer.is_empty else ""
    return tuple(
        _outcome(check, answer, pack, judged, counted) for check in pack.spec.written_checks
    ), message


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
    return unanswered(check) if answer.is_empty else part_outcome(check, answer)


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
