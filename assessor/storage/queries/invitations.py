"""Candidates and their invitations."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.invitation import Invitation
from assessor.domain.people import Candidate
from assessor.storage import mapping
from assessor.storage.tables import AttemptRow, CandidateRow, InvitationRow


def get(session: Session, invitation_id: UUID) -> Invitation:
    """The invitation, which exists."""
    return mapping.invitation(session.get_one(InvitationRow, invitation_id))


def get_candidate(session: Session, candidate_id: UUID) -> Candidate:
    """The candidate, who exists."""
    return mapping.candidate(session.get_one(CandidateRow, candidate_id))


def by_digest(session: Session, digest: bytes) -> tuple[Invitation, Attempt] | None:
    """The invitation with that token digest and its attempt."""
    query = (
        select(InvitationRow, AttemptRow)
        .join(AttemptRow, AttemptRow.invitation_id == InvitationRow.id)
        .where(InvitationRow.token_sha256 == digest)
    )
    found = session.execute(query).first()
    return (mapping.invitation(found[0]), mapping.attempt(found[1])) if found else None


def add(
    session: Session,
    *,
    organisation_id: UUID,
    assessment_id: UUID,
    created_by: UUID | None,
    name: str,
    email: str,
    digest: bytes,
    expires_at: datetime,
    extra_time_percent: int,
    break_minutes: int = 0,
) -> tuple[Invitation, Attempt]:
    """A candidate, their invitation and their attempt in state invited."""
    candidate = CandidateRow(organisation_id=organisation_id, name=name, email=email)
    session.add(candidate)
    session.flush()
    invitation = InvitationRow(
        organisation_id=organisation_id,
        assessment_id=assessment_id,
        candidate_id=candidate.id,
        token_sha256=digest,
        expires_at=expires_at,
        extra_time_percent=extra_time_percent,
        break_minutes=break_minutes,
        created_by=created_by,
    )
    session.add(invitation)
    session.flush()
    attempt = AttemptRow(
        organisation_id=organisation_id,
        invitation_id=invitation.id,
        assessment_id=assessment_id,
        candidate_id=candidate.id,
        state=AttemptState.INVITED.value,
    )
    session.add(attempt)
    session.flush()
    return mapping.invitation(invitation), mapping.attempt(attempt)


def accommodate(session: Session, invitation_id: UUID, extra_time_percent: int, break_minutes: int) -> None:
    """Change what a candidate gets in addition."""
    row = session.get_one(InvitationRow, invitation_id)
    row.extra_time_percent, row.break_minutes = extra_time_percent, break_minutes
    session.flush()


def revoke(session: Session, invitation_id: UUID, now: datetime) -> None:
    """Withdraw an invitation."""
    session.get_one(InvitationRow, invitation_id).revoked_at = now
