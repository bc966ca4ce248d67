"""What a candidate sees of what was kept: receipts, the record, what they wrote, and results where they are shared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.concern import Concern
from assessor.domain.events import Event, EventKind
from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.domain.rules import Shared
from assessor.errors import NotFound
from assessor.services.counting_answers import counting_answers
from assessor.services.open_challenge import find_challenge
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, concerns

HIDDEN = frozenset({EventKind.REGRADED, EventKind.ASKED, EventKind.CONTESTED})
"""Staff's own, and what is shown in a place of its own."""


@dataclass(frozen=True)
class Received:
    """One submission with the challenge it answers."""

    challenge: Challenge
    submission: Submission


@dataclass(frozen=True)
class ChallengeResult:
    """`score` is 0 to 100; None where nothing could be graded, which costs nothing. Checks only if they are shared."""

    challenge: Challenge
    points: int
    score: float | None
    answered: bool
    outcomes: tuple[CheckOutcome, ...]


@dataclass(frozen=True)
class Results:
    """The results sheet. `score` is 0 to 100."""

    score: float
    challenges: tuple[ChallengeResult, ...]


@dataclass(frozen=True)
class Record:
    """Everything in order, oldest first; `results` is None unless all is graded and the assessment shares them."""

    received: tuple[Received, ...]
    told: tuple[Concern, ...]
    events: tuple[Event, ...]
    results: Results | None


def view_record(work: Work, attempt_id: UUID) -> Record:
    """The record. Raises NotFound."""
    attempt = attempts.get(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    events = attempts.events(work.session, attempt_id)
    return Record(
        received=_received(work, attempt_id, assessment),
        told=concerns.of_attempt(work.session, attempt_id),
        events=tuple(event for event in events if event.kind not in HIDDEN),
        results=_results(work, attempt, assessment),
    )


def find_received(work: Work, attempt_id: UUID, receipt: str) -> Received:
    """The submission of a receipt of this attempt. Raises NotFound."""
    attempt = attempts.get(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    for each in _received(work, attempt_id, assessment):
        if each.submission.receipt == receipt:
            return each
    raise NotFound()


def _received(work: Work, attempt_id: UUID, assessment: Assessment) -> tuple[Received, ...]:
    found = answers.submissions(work.session, attempt_id)
    return tuple(Received(find_challenge(assessment, each.slug), each) for each in found)


def _results(work: Work, attempt: Attempt, assessment: Assessment) -> Results | None:
    shared = assessment.rules.shared
    if shared is Shared.NOTHING or attempt.state is not AttemptState.GRADED or attempt.score is None:
        return None
    found = counting_answers(work, attempt.id, assessment)
    results = []
    for item in assessment.challenges:
        submission, grading = found.get(item.challenge.id, (None, None))
        graded = grading is not None and grading.verdict is not Verdict.COULD_NOT_GRADE
        outcomes = grading.outcomes if grading and shared is Shared.CHECKS else ()
        score = grading.score if grading and graded else (0.0 if submission is None else None)
        results.append(ChallengeResult(item.challenge, item.points, score, submission is not None, outcomes))
    return Results(attempt.score, tuple(results))
