"""A hiring manager opens a scorecard."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt
from assessor.domain.people import User
from assessor.domain.precision import place
from assessor.domain.rights import Right, may
from assessor.errors import NotFound
from assessor.packs.debrief import debrief_questions
from assessor.reports.scorecard import Scorecard, ScorecardChallenge, competency_scores
from assessor.services.counting_answers import counting_answers
from assessor.services.discretion import without_accommodation
from assessor.services.guard import needs
from assessor.services.view_raters import raters_of
from assessor.services.work import Work
from assessor.storage.queries import (
    answers,
    assessments,
    attempts,
    challenges,
    concerns,
    invitations,
    organisations,
)


@needs(Right.SEE_CANDIDATES)
def view_scorecard(work: Work, user: User, attempt_id: UUID) -> Scorecard:
    """The scorecard. Raises NotFound, also for another organisation's."""
    card = scorecard_of(work, own_attempt(work, user, attempt_id))
    card = replace(card, raters=raters_of(work, user, attempt_id))
    return card if may(user, Right.ACCOMMODATE) else without_accommodation(card)


@needs(Right.SEE_CANDIDATES)
def own_attempt(work: Work, user: User, attempt_id: UUID) -> Attempt:
    """An attempt of the user's organisation. Raises NotFound."""
    attempt = attempts.get(work.session, attempt_id)
    if attempt.organisation_id != user.organisation_id:
        raise NotFound()
    return attempt


def scorecard_of(work: Work, attempt: Attempt) -> Scorecard:
    """Everything there is: who calls decides what of it may be shown."""
    session = work.session
    assessment = assessments.get(session, attempt.assessment_id)
    items = _challenges(work, attempt.id, assessment)
    return Scorecard(
        attempt=attempt,
        candidate=invitations.get_candidate(session, attempt.candidate_id),
        assessment=assessment,
        organisation=organisations.get(session, attempt.organisation_id),
        score=attempt.score,
        challenges=tuple(items),
        competencies=competency_scores(items),
        events=attempts.events(session, attempt.id),
        invitation=invitations.get(session, attempt.invitation_id),
        now=work.now(),
        concerns=concerns.of_attempt(session, attempt.id),
        place=None if attempt.score is None else place(*attempts.around(session, attempt)),
    )


def _challenges(work: Work, attempt_id: UUID, assessment: Assessment) -> list[ScorecardChallenge]:
    """The challenges with what counts of their answers, their runs and their questions for the interview."""
    found = counting_answers(work, attempt_id, assessment)
    counts = answers.run_counts(work.session, attempt_id)
    runs = answers.run_history(work.session, attempt_id)
    readmes = challenges.readmes(work.session, {item.challenge.id for item in assessment.challenges})
    cards = []
    for item in assessment.challenges:
        each = item.challenge
        submission, grading = found.get(each.id, (None, None))
        questions = debrief_questions(readmes.get(each.id, ""))
        history = runs.get(each.id, ())
        cards.append(
            ScorecardChallenge(
                each, item.points, submission, grading, counts.get(each.id, 0), history, questions
            )
        )
    return cards
