"""Staff look at attempts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessor.domain.attempt import Attempt
from assessor.domain.invitation import Invitation
from assessor.domain.people import Candidate, User
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts, invitations


@dataclass(frozen=True)
class AttemptRow:
    """One line of a list of attempts: `submitted` of `total` challenges have an answer."""

    attempt: Attempt
    candidate: Candidate
    assessment_title: str
    invitation: Invitation
    submitted: int
    total: int


def list_attempts(work: Work, user: User, assessment_id: UUID | None = None) -> tuple[AttemptRow, ...]:
    """The newest attempts of the user's organisation, of one assessment if given."""
    session = work.session
    found = attempts.of_organisation(session, user.organisation_id, assessment_id)
    answered = answers.submitted_counts(session, [attempt.id for attempt in found])
    rows = []
    for attempt in found:
        assessment = assessments.get(session, attempt.assessment_id)
        counting = {item.challenge.id for item in assessment.challenges}
        rows.append(
            AttemptRow(
                attempt=attempt,
                candidate=invitations.get_candidate(session, attempt.candidate_id),
                assessment_title=assessment.title,
                invitation=invitations.get(session, attempt.invitation_id),
                submitted=len(counting & answered.get(attempt.id, set())),
                total=len(counting),
            )
        )
    return tuple(rows)
