"""A hiring manager opens a scorecard."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right, may
from assessor.errors import NotFound
from assessor.reports.scorecard import Scorecard, ScorecardChallenge, competency_scores
from assessor.services.counting_answers import counting_answers
from assessor.services.discretion import without_accommodation
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, concerns, invitations, organisations


@needs(Right.SEE_CANDIDATES)
def view_scorecard(work: Work, user: User, attempt_id: UUID) -> Scorecard:
    """The scorecard. Raises NotFound, also for another organisation's."""
    session = work.session
    attempt = attempts.get(session, attempt_id)
    if attempt.organisation_id != user.organisation_id:
        raise NotFound()
    assessment = assessments.get(session, attempt.assessment_id)
    found = counting_answers(work, attempt_id, assessment)
    runs = answers.run_counts(session, attempt_id)
    challenges = []
    for item in assessment.challenges:
        submission, grading = found.get(item.challenge.id, (None, None))
        challenges.append(
            ScorecardChallenge(
                item.challenge, item.points, submission, grading, runs.get(item.challenge.id, 0)
            )
        )
    card = Scorecard(
        attempt=attempt,
        candidate=invitations.get_candidate(session, attempt.candidate_id),
        assessment=assessment,
        organisation=organisations.get(session, attempt.organisation_id),
        score=attempt.score,
        challenges=tuple(challenges),
        competencies=competency_scores(challenges),
        events=attempts.events(session, attempt_id),
        invitation=invitations.get(session, attempt.invitation_id),
        now=work.now(),
        concerns=concerns.of_attempt(session, attempt_id),
    )
    return card if may(user, Right.ACCOMMODATE) else without_accommodation(card)
