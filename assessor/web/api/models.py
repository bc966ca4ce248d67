"""What the API takes and answers. Unknown fields are refused, so that a typing mistake is told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from assessor.domain.assessment import AssessmentState
from assessor.domain.attempt import AttemptState
from assessor.domain.invitation import MAX_EXTRA_TIME
from assessor.domain.mail import InvitationStatus
from assessor.domain.outcomes import Verdict
from assessor.mail.people import MAX_EXTERNAL_ID
from assessor.services.change_invitations import MAX_DAYS as MAX_POSTPONE
from assessor.services.invite_candidate import MAX_DAYS

PLAIN = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"
"""One line without control characters."""
MAX_LIMIT = 200

ExternalId = Annotated[str, StringConstraints(max_length=MAX_EXTERNAL_ID, pattern=PLAIN)]


def _whole(value: object) -> object:
    """In JSON 10.0 is an integer, as JSON Schema has it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]


class Sent(BaseModel):
    """What a program sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shown(BaseModel):
    """What it is answered: every field is always there."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class PageQuery(Sent):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="Lines on a page.")
    cursor: str | None = Field(
        None, min_length=1, max_length=500, description="`next_cursor` of the page before; the same filters."
    )


class AssessmentsQuery(PageQuery):
    """Which assessments."""

    state: AssessmentState | None = Field(None, description="Only those in this state.")


class AttemptsQuery(PageQuery):
    """Which attempts."""

    assessment_id: UUID | None = Field(None, description="Only those of this assessment.")
    state: AttemptState | None = Field(None, description="Only those in this state.")


class InvitationsQuery(PageQuery):
    """Which invitations."""

    assessment_id: UUID | None = Field(None, description="Only those of this assessment.")
    status: InvitationStatus | None = Field(None, description="Only those with this status.")
    external_id: ExternalId | None = Field(None, description="Only those with this `external_id`.")


class NewInvitation(Sent):
    """Who is invited to what."""

    assessment_id: UUID = Field(description="A published assessment.")
    name: str = Field("", max_length=200, pattern=PLAIN, description="Empty: the candidate stays unnamed.")
    email: str = Field("", max_length=254, description="Where the link is sent, with `send`.")
    external_id: ExternalId = Field("", description="The candidate's number in your system.")
    valid_days: Whole = Field(
        14, ge=1, le=MAX_DAYS, description="For so many days the link can be used to begin."
    )
    extra_time_percent: Whole = Field(0, ge=0, le=MAX_EXTRA_TIME, description="An accommodation.")
    send: bool = Field(False, description="Send the link by e-mail, too. Needs a mail server and `email`.")


class Postponement(Sent):
    """By how much an invitation is extended."""

    days: Whole = Field(ge=1, le=MAX_POSTPONE, description="The link works so many days longer.")


class Person(Shown):
    """A candidate; an unnamed one has a number as name and no e-mail."""

    id: UUID
    name: str
    email: str


class AssessmentChallenge(Shown):
    """A challenge of an assessment."""

    slug: str
    title: str
    kind: str
    level: str
    points: int = Field(description="Its weight.")
    competencies: list[str]


class Assessment(Shown):
    """An assessment. Published ones never change."""

    id: UUID
    title: str
    state: AssessmentState
    duration_minutes: int
    challenges: list[AssessmentChallenge]
    created_at: datetime
    published_at: datetime | None


class Challenge(Shown):
    """A challenge that assessments can be made of, in its newest version."""

    slug: str
    title: str
    summary: str
    kind: str
    level: str
    minutes: int
    competencies: list[str]
    practice: bool


class Invitation(Shown):
    """An invitation with the furthest that is known of it."""

    id: UUID
    assessment_id: UUID
    attempt_id: UUID
    candidate: Person
    external_id: str
    status: InvitationStatus
    expires_at: datetime
    created_at: datetime


class InvitationWithLink(Invitation):
    """A fresh invitation."""

    url: str = Field(description="The candidate's secret link. It is told in this answer and in no other.")


class Attempt(Shown):
    """One candidate's sitting."""

    id: UUID
    assessment_id: UUID
    invitation_id: UUID
    candidate: Person
    external_id: str
    state: AttemptState
    score: float | None = Field(description="0 to 100; null until everything is graded.")
    created_at: datetime
    started_at: datetime | None
    deadline_at: datetime | None
    submitted_at: datetime | None
    graded_at: datetime | None


class Check(Shown):
    """One graded question."""

    check: str
    title: str
    verdict: Verdict
    points: float
    max_points: float
    message: str
    competencies: list[str]


class ScoredChallenge(Shown):
    """One challenge of a scorecard."""

    slug: str
    title: str
    kind: str
    level: str
    status: str = Field(description="graded, grading, not answered, or could-not-grade.")
    points: int = Field(description="Its weight.")
    score: float | None = Field(description="0 to 100.")
    checks: list[Check]
    runs: int = Field(description="How often the candidate ran something.")


class Competency(Shown):
    """What all checks with one competency earned, in points of the assessment."""

    code: str
    title: str
    group: str
    earned: float
    possible: float
    checks: int


class Scorecard(Shown):
    """The scores of an attempt with the checks they come from."""

    attempt: Attempt
    score: float | None
    challenges: list[ScoredChallenge]
    competencies: list[Competency]
    url: str = Field(description="The same for people, with all evidence.")


class Page(Shown):
    """One page of a list, newest first."""

    next_cursor: str | None = Field(description="Of the next page; null: this is the last.")


class AssessmentPage(Page):
    """Assessments."""

    items: list[Assessment]


class ChallengeList(Shown):
    """Challenges, by slug."""

    items: list[Challenge]


class InvitationPage(Page):
    """Invitations."""

    items: list[Invitation]


class AttemptPage(Page):
    """Attempts."""

    items: list[Attempt]


class FieldProblem(Shown):
    """One thing that is wrong."""

    at: str = Field(description="A JSON pointer into the body, or the name of a parameter or header.")
    detail: str


class ProblemDetails(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str = Field(description="Where it is explained.")
    title: str
    status: int
    detail: str
    reason: str = Field(description="A stable word for programs.")
    errors: list[FieldProblem] | None = Field(
        None, description="Every problem of a request that is not valid."
    )
