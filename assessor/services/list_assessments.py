"""Staff look at their organisation's assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import AttemptState
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import assessments


@dataclass(frozen=True)
class AssessmentSummary:
    """An assessment and how many of its attempts are in each state."""

    assessment: Assessment
    counts: Mapping[AttemptState, int]


@needs(Right.SEE_ASSESSMENTS)
def list_assessments(work: Work, user: User) -> tuple[AssessmentSummary, ...]:
    """All assessments of the user's organisation, newest first."""
    counts = assessments.attempt_counts(work.session, user.organisation_id)
    found = assessments.of_organisation(work.session, user.organisation_id)
    return tuple(AssessmentSummary(assessment, counts.get(assessment.id, {})) for assessment in found)
