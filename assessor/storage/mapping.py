"""Rows to domain objects."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.answers import Draft, Submission, SubmissionSource
from assessor.domain.assessment import Assessment, AssessmentChallenge, AssessmentState, Challenge
from assessor.domain.attempt import Attempt, AttemptState, ChallengeClock
from assessor.domain.concern import Concern, ConcernKind, Decision, SecondLook
from assessor.domain.events import Event, EventKind
from assessor.domain.invitation import Invitation
from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.people import Candidate, Organisation, Role, User
from assessor.domain.rules import Rules
from assessor.domain.sandboxes import AttemptSandbox, Mishap, PoolSandbox, SandboxStatus
from assessor.storage import tables as t


def organisation(row: t.OrganisationRow) -> Organisation:
    """An organisation."""
    return Organisation(row.id, row.slug, row.name, row.second_step)


def user(row: t.UserRow) -> User:
    """A staff account, without its password hash."""
    roles = frozenset(Role(role) for role in row.roles)
    return User(row.id, row.organisation_id, row.email, row.name, roles, row.active)


def candidate(row: t.CandidateRow) -> Candidate:
    """A candidate."""
    return Candidate(row.id, row.organisation_id, row.name, row.email)


def challenge(row: t.ChallengeRow) -> Challenge:
    """A challenge version, without its files."""
    return Challenge(
        id=row.id,
        slug=row.slug,
        hash=row.hash,
        title=row.title,
        summary=row.summary,
        kind=row.kind,
        level=row.level,
        minutes=row.minutes,
        competencies=tuple(row.competencies),
        practice=row.practice,
        statement=row.statement,
        spec=row.spec,
    )


def assessment(row: t.AssessmentRow) -> Assessment:
    """An assessment with its challenges in order."""
    items = tuple(
        AssessmentChallenge(i.position, i.points, challenge(i.challenge), i.minutes) for i in row.items
    )
    return Assessment(
        id=row.id,
        organisation_id=row.organisation_id,
        title=row.title,
        intro=row.intro,
        state=AssessmentState(row.state),
        duration_minutes=row.duration_minutes,
        challenges=items,
        practice=challenge(row.practice) if row.practice else None,
        created_at=row.created_at,
        published_at=row.published_at,
        rules=Rules.from_json(row.rules),
        family_id=row.family_id,
        version=row.version,
        profile=row.profile,
    )


def invitation(row: t.InvitationRow) -> Invitation:
    """An invitation, without its token's digest."""
    return Invitation(
        id=row.id,
        organisation_id=row.organisation_id,
        assessment_id=row.assessment_id,
        candidate_id=row.candidate_id,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        created_at=row.created_at,
        extra_time_percent=row.extra_time_percent,
        break_minutes=row.break_minutes,
        external_id=row.external_id,
    )


def attempt(row: t.AttemptRow) -> Attempt:
    """An attempt."""
    return Attempt(
        id=row.id,
        organisation_id=row.organisation_id,
        invitation_id=row.invitation_id,
        assessment_id=row.assessment_id,
        candidate_id=row.candidate_id,
        state=AttemptState(row.state),
        consented_at=row.consented_at,
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
        graded_at=row.graded_at,
        score=None if row.score is None else float(row.score),
        credited_seconds=row.credited_seconds,
        extended_seconds=row.extended_seconds,
        break_started_at=row.break_started_at,
        break_until=row.break_until,
        break_seconds=row.break_seconds,
    )


def clock(row: t.ChallengeClockRow) -> ChallengeClock:
    """The clock of one challenge."""
    return ChallengeClock(row.started_at, row.deadline_at)


def sandbox(row: t.SandboxRow) -> AttemptSandbox:
    """A candidate's server, with its handle; the row belongs to an attempt."""
    assert row.attempt_id is not None  # noqa: S101 - who asks for an attempt's server has looked
    return AttemptSandbox(
        id=row.id,
        attempt_id=row.attempt_id,
        challenge_id=row.challenge_id,
        status=SandboxStatus(row.status),
        handle=row.handle,
        error=row.error,
        used_at=row.used_at,
        down_since=row.down_since,
        mishap=Mishap(row.mishap) if row.mishap else None,
    )


def pool_sandbox(row: t.SandboxRow) -> PoolSandbox:
    """A server that waits for a candidate."""
    return PoolSandbox(row.id, row.challenge_id, SandboxStatus(row.status), row.handle)


def draft(row: t.DraftRow) -> Draft:
    """A draft."""
    return Draft(row.text, row.revision, row.saved_at)


def submission(row: t.SubmissionRow, slug: str) -> Submission:
    """A submission to the challenge of that slug."""
    return Submission(
        id=row.id,
        attempt_id=row.attempt_id,
        challenge_id=row.challenge_id,
        slug=slug,
        text=row.text,
        text_sha256=row.text_sha256,
        receipt=row.receipt,
        source=SubmissionSource(row.source),
        submitted_at=row.submitted_at,
    )


def outcome(row: t.CheckOutcomeRow) -> CheckOutcome:
    """A check's outcome."""
    return CheckOutcome(
        check=row.check_slug,
        title=row.title,
        competencies=tuple(row.competencies),
        verdict=Verdict(row.verdict),
        points=float(row.points),
        max_points=float(row.max_points),
        message=row.message,
        evidence=row.evidence,
    )


def grading(row: t.GradingRow) -> GradingResult | None:
    """A grading that has its verdict, else None."""
    if row.verdict is None or row.provenance is None:
        return None
    return GradingResult(
        verdict=Verdict(row.verdict),
        score=float(row.score or 0),
        outcomes=tuple(outcome(item) for item in row.outcomes),
        provenance=Provenance(**row.provenance),
        message=row.message,
        seconds=row.seconds or 0.0,
    )


def event(row: t.EventRow) -> Event:
    """An event."""
    return Event(EventKind(row.kind), row.at, row.data)


def concern(row: t.ConcernRow, answered_by: str, looks: Sequence[SecondLook]) -> Concern:
    """A concern with the name of who answered it, and its second looks."""
    return Concern(
        id=row.id,
        organisation_id=row.organisation_id,
        attempt_id=row.attempt_id,
        kind=ConcernKind(row.kind),
        text=row.text,
        sent_at=row.sent_at,
        decision=Decision(row.decision) if row.decision else None,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=answered_by,
        shadow=row.shadow,
        looks=tuple(looks),
    )
