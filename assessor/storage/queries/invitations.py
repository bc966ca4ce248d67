"""Candidates and their invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.invitation import Invitation, Invitee
from assessor.domain.people import Candidate
from assessor.storage import mapping
from assessor.storage.queries.attempts import UNSTARTED
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


def add_many(
    session: Session,
    organisation_id: UUID,
    assessment_id: UUID,
    created_by: UUID | None,
    people: Sequence[Invitee],
) -> tuple[UUID, ...]:
    """Candidates, their invitations and their attempts in state invited; the attempts' ids in the same order."""
    ids = [(uuid4(), uuid4()) for _ in people]
    known: dict[str, object] = {"organisation_id": organisation_id}
    candidates = [
        known | {"id": candidate_id, "name": each.name, "email": each.email}
        for each, (candidate_id, _) in zip(people, ids, strict=True)
    ]
    made = [
        known
        | {
            "id": each.id,
            "assessment_id": assessment_id,
            "candidate_id": candidate_id,
            "token_sha256": each.digest,
            "link_seed": each.seed,
            "expires_at": each.expires_at,
            "extra_time_percent": each.extra_time_percent,
            "break_minutes": each.break_minutes,
            "external_id": each.external_id,
            "import_id": each.import_id,
            "import_row": each.import_row,
            "created_by": created_by,
        }
        for each, (candidate_id, _) in zip(people, ids, strict=True)
    ]
    sittings = [
        known
        | {
            "id": attempt_id,
            "invitation_id": each.id,
            "assessment_id": assessment_id,
            "candidate_id": candidate_id,
            "state": AttemptState.INVITED.value,
        }
        for each, (candidate_id, attempt_id) in zip(people, ids, strict=True)
    ]
    for table, rows in ((CandidateRow, candidates), (InvitationRow, made), (AttemptRow, sittings)):
        session.execute(insert(table), rows)
    return tuple(attempt_id for _, attempt_id in ids)


@dataclass(frozen=True)
class OpenLink:
    """An invitation that has not begun, with what its link is made of."""

    name: str
    email: str
    external_id: str
    invitation_id: UUID
    seed: bytes | None
    digest: bytes
    expires_at: datetime


def open_links(session: Session, assessment_id: UUID, now: datetime) -> tuple[OpenLink, ...]:
    """Everybody of an assessment who has not begun and whose link works, oldest first."""
    query = (
        select(
            CandidateRow.name, CandidateRow.email, InvitationRow.external_id, InvitationRow.id,
            InvitationRow.link_seed, InvitationRow.token_sha256, InvitationRow.expires_at,
        )
        .join(InvitationRow, InvitationRow.candidate_id == CandidateRow.id)
        .join(AttemptRow, AttemptRow.invitation_id == InvitationRow.id)
        .where(
            InvitationRow.assessment_id == assessment_id,
            AttemptRow.state.in_(UNSTARTED),
            InvitationRow.expires_at > now,
        )
        .order_by(InvitationRow.created_at, InvitationRow.import_row, InvitationRow.id)
    )  # fmt: skip
    return tuple(OpenLink(*row) for row in session.execute(query))


def relink(session: Session, invitation_id: UUID, seed: bytes, digest: bytes) -> None:
    """Another link; the one before opens nothing any more."""
    row = session.get_one(InvitationRow, invitation_id)
    row.link_seed, row.token_sha256 = seed, digest
    session.flush()


def postpone(session: Session, invitation_id: UUID, expires_at: datetime) -> None:
    """Another expiry."""
    session.get_one(InvitationRow, invitation_id).expires_at = expires_at
    session.flush()


def accommodate(session: Session, invitation_id: UUID, extra_time_percent: int, break_minutes: int) -> None:
    """Change what a candidate gets in addition."""
    row = session.get_one(InvitationRow, invitation_id)
    row.extra_time_percent, row.break_minutes = extra_time_percent, break_minutes
    session.flush()


def revoke(session: Session, invitation_id: UUID, now: datetime) -> None:
    """Withdraw an invitation."""
    session.get_one(InvitationRow, invitation_id).revoked_at = now
