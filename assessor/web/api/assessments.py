"""Assessments, and what they can be made of."""

from __future__ import annotations

from uuid import UUID

from assessor.domain import assessment as domain
from assessor.domain.listing import Place
from assessor.services import api_lists, list_challenges, view_assessment
from assessor.web.api import models, pages
from assessor.web.api.operations import Call, operation

_LIST = "assessments"


@operation(
    "GET", "/assessments", summary="List assessments", tag="Assessments",
    query=models.AssessmentsQuery, answer=models.AssessmentPage,
)  # fmt: skip
def list_assessments(call: Call) -> models.AssessmentPage:
    """All assessments of the organisation, newest first."""
    query: models.AssessmentsQuery = call.query
    after = pages.begin(_LIST, query)
    found = api_lists.assessments(call.work, call.user, query.state, after, query.limit + 1)
    lines, further = pages.cut(_LIST, query, found, lambda each: Place(each.created_at, each.id))
    return models.AssessmentPage(items=[shown(each) for each in lines], next_cursor=further)


@operation(
    "GET", "/assessments/<uuid:assessment_id>", summary="Get an assessment", tag="Assessments",
    answer=models.Assessment,
)  # fmt: skip
def get_assessment(call: Call, assessment_id: UUID) -> models.Assessment:
    """One assessment with its challenges."""
    return shown(view_assessment.find_assessment(call.work, call.user, assessment_id))


@operation(
    "GET", "/challenges", summary="List challenges", tag="Assessments", answer=models.ChallengeList
)  # fmt: skip
def get_challenges(call: Call) -> models.ChallengeList:
    """Every challenge of this installation in its newest version, by slug."""
    found = list_challenges.list_challenges(call.work)
    return models.ChallengeList(
        items=[
            models.Challenge(
                slug=each.slug,
                title=each.title,
                summary=each.summary,
                kind=each.kind,
                level=each.level,
                minutes=each.minutes,
                competencies=list(each.competencies),
                practice=each.practice,
            )
            for each in found
        ]
    )


def shown(each: domain.Assessment) -> models.Assessment:
    """As the API shows it."""
    return models.Assessment(
        id=each.id,
        title=each.title,
        state=each.state,
        duration_minutes=each.duration_minutes,
        challenges=[_challenge(item) for item in each.challenges],
        created_at=each.created_at,
        published_at=each.published_at,
    )


def _challenge(item: domain.AssessmentChallenge) -> models.AssessmentChallenge:
    challenge = item.challenge
    return models.AssessmentChallenge(
        slug=challenge.slug,
        title=challenge.title,
        kind=challenge.kind,
        level=challenge.level,
        points=item.points,
        competencies=list(challenge.competencies),
    )
