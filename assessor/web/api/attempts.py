"""Attempts and their scorecards."""

from __future__ import annotations

from uuid import UUID

from flask import url_for

from assessor.reports.scorecard import ScorecardChallenge
from assessor.services import api_lists, view_scorecard
from assessor.services.api_lists import Found
from assessor.web.api import models, pages
from assessor.web.api.operations import Call, operation
from assessor.web.current import application

_LIST = "attempts"
_ONE = "/attempts/<uuid:attempt_id>"


@operation(
    "GET", "/attempts", summary="List attempts", tag="Attempts",
    query=models.AttemptsQuery, answer=models.AttemptPage,
)  # fmt: skip
def list_attempts(call: Call) -> models.AttemptPage:
    """All attempts of the organisation, newest first."""
    query: models.AttemptsQuery = call.query
    found = api_lists.attempts(
        call.work,
        call.user,
        assessment_id=query.assessment_id,
        state=query.state,
        after=pages.begin(_LIST, query),
        limit=query.limit + 1,
    )
    lines, further = pages.cut(_LIST, query, found, lambda each: each.place)
    return models.AttemptPage(items=[shown(each) for each in lines], next_cursor=further)


@operation("GET", _ONE, summary="Get an attempt", tag="Attempts", answer=models.Attempt)
def get_attempt(call: Call, attempt_id: UUID) -> models.Attempt:
    """Where one attempt stands."""
    return shown(api_lists.attempt(call.work, call.user, attempt_id))


@operation(
    "GET", f"{_ONE}/scorecard", summary="Get a scorecard", tag="Attempts", answer=models.Scorecard,
    look="read_scorecard",
)  # fmt: skip
def get_scorecard(call: Call, attempt_id: UUID) -> models.Scorecard:
    """The scores of an attempt, down to each check."""
    card = view_scorecard.view_scorecard(call.work, call.user, attempt_id)
    page = url_for("staff.scorecard", attempt_id=attempt_id)
    return models.Scorecard(
        attempt=shown(api_lists.attempt(call.work, call.user, attempt_id)),
        score=card.score,
        challenges=[_challenge(item) for item in card.challenges],
        competencies=[
            models.Competency(
                code=each.code,
                title=each.title,
                group=each.group,
                earned=each.earned,
                possible=each.possible,
                checks=each.checks,
            )
            for each in card.competencies
        ],
        url=application().settings.base_url.rstrip("/") + page,
    )


def shown(row: Found) -> models.Attempt:
    """As the API shows it."""
    attempt, person = row.attempt, row.candidate
    return models.Attempt(
        id=attempt.id,
        assessment_id=attempt.assessment_id,
        invitation_id=attempt.invitation_id,
        candidate=models.Person(id=person.id, name=person.name, email=person.email),
        external_id=row.invitation.external_id,
        state=attempt.state,
        score=attempt.score,
        created_at=row.place.at,
        started_at=attempt.started_at,
        deadline_at=attempt.deadline_at,
        submitted_at=attempt.submitted_at,
        graded_at=attempt.graded_at,
    )


def _challenge(item: ScorecardChallenge) -> models.ScoredChallenge:
    challenge, grading = item.challenge, item.grading
    return models.ScoredChallenge(
        slug=challenge.slug,
        title=challenge.title,
        kind=challenge.kind,
        level=challenge.level,
        status=item.status,
        points=item.points,
        score=grading.score if grading and item.status == "graded" else None,
        checks=[
            models.Check(
                check=each.check,
                title=each.title,
                verdict=each.verdict,
                points=each.points,
                max_points=each.max_points,
                message=each.message,
                competencies=list(each.competencies),
            )
            for each in (grading.outcomes if grading else ())
        ],
        runs=item.runs,
    )
