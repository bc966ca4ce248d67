"""The list of attempts: what is looked for, and a page of it, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from assessor.domain.attempt import Attempt
from assessor.domain.invitation import Invitation
from assessor.domain.listing import Place, Wanted
from assessor.domain.people import Candidate
from assessor.storage import mapping
from assessor.storage.queries.keyset import newest_first
from assessor.storage.tables import AttemptRow, CandidateRow, InvitationRow

FEW = 1000


@dataclass(frozen=True)
class Found:
    """One attempt with whose it is and by which invitation."""

    attempt: Attempt
    candidate: Candidate
    invitation: Invitation
    place: Place


def page(
    session: Session, organisation_id: UUID, wanted: Wanted, after: Place | None = None, limit: int = 50
) -> tuple[Found, ...]:
    """The newest attempts of an organisation, or those that come after a place."""
    rows = AttemptRow
    query = (
        select(AttemptRow, CandidateRow, InvitationRow)
        .join(CandidateRow, CandidateRow.id == rows.candidate_id)
        .join(InvitationRow, InvitationRow.id == rows.invitation_id)
        .where(rows.organisation_id == organisation_id, *_conditions(wanted))
    )
    if wanted.text:
        query = query.where(_of_named(session, organisation_id, wanted.text))
    query = newest_first(query, rows.created_at, rows.id, after, limit)
    return tuple(
        Found(
            mapping.attempt(attempt),
            mapping.candidate(candidate),
            mapping.invitation(invitation),
            Place(attempt.created_at, attempt.id),
        )
        for attempt, candidate, invitation in session.execute(query)
    )


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    rows = AttemptRow
    if wanted.attempt_id:
        yield rows.id == wanted.attempt_id
    if wanted.assessment_id:
        yield rows.assessment_id == wanted.assessment_id
    if wanted.state:
        yield rows.state == wanted.state.value
    if wanted.least is not None:
        yield rows.score >= wanted.least
    if wanted.most is not None:
        yield rows.score <= wanted.most
    if wanted.since:
        yield rows.submitted_at >= wanted.since
    if wanted.until:
        yield rows.submitted_at < wanted.until


def _of_named(session: Session, organisation_id: UUID, text: str) -> ColumnElement[bool]:
    """That somebody's name or e-mail has the text in it.

    Few are found first, in one pass over the candidates; of many the newest come soon by walking the attempts. The
    planner cannot know which it is.
    """
    words = func.lower(literal(text))
    named = or_(
        func.strpos(func.lower(CandidateRow.name), words) > 0,
        func.strpos(func.lower(CandidateRow.email), words) > 0,
    )
    query = select(CandidateRow.id).where(CandidateRow.organisation_id == organisation_id, named)
    ids = session.scalars(query.limit(FEW + 1)).all()
    return named if len(ids) > FEW else AttemptRow.candidate_id.in_(ids)
