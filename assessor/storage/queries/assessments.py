"""Assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor.domain.assessment import Assessment, AssessmentState
from assessor.domain.attempt import AttemptState
from assessor.domain.rules import Rules
from assessor.storage import mapping
from assessor.storage.tables import AssessmentChallengeRow, AssessmentRow, AttemptRow

_MOST_KEPT = 100
_published: dict[UUID, Assessment] = {}
"""By id, oldest first. A published assessment never changes, and every run and autosave needs one."""


def get(session: Session, assessment_id: UUID) -> Assessment:
    """The assessment, which exists."""
    known = _published.get(assessment_id)
    return known or _kept(mapping.assessment(session.get_one(AssessmentRow, assessment_id)))


def _kept(found: Assessment) -> Assessment:
    if found.state is AssessmentState.PUBLISHED:
        if len(_published) >= _MOST_KEPT:
            _published.pop(next(iter(_published)), None)
        _published[found.id] = found
    return found


def by_ids(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Assessment]:
    """Several assessments at once, by id."""
    known = {each: _published[each] for each in ids if each in _published}
    if missing := [each for each in ids if each not in known]:
        query = select(AssessmentRow).where(AssessmentRow.id.in_(missing))
        known |= {row.id: _kept(mapping.assessment(row)) for row in session.scalars(query).unique()}
    return known


def find_any(session: Session, assessment_id: UUID) -> Assessment | None:
    """The assessment, whosoever it is: for commands on the machine itself, never for pages."""
    if assessment_id in _published:
        return _published[assessment_id]
    row = session.get(AssessmentRow, assessment_id)
    return _kept(mapping.assessment(row)) if row else None


def find(session: Session, organisation_id: UUID, assessment_id: UUID) -> Assessment | None:
    """The assessment if it is the organisation's."""
    found = find_any(session, assessment_id)
    return found if found and found.organisation_id == organisation_id else None


def of_organisation(session: Session, organisation_id: UUID) -> tuple[Assessment, ...]:
    """All assessments of an organisation, newest first."""
    query = (
        select(AssessmentRow)
        .where(AssessmentRow.organisation_id == organisation_id)
        .order_by(AssessmentRow.created_at.desc(), AssessmentRow.id)
    )
    return tuple(mapping.assessment(row) for row in session.scalars(query).unique())


def titles(session: Session, organisation_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Id and title, with its number from the second version on, of what is published, newest first."""
    row = AssessmentRow
    query = select(row.id, row.title, row.version).where(
        row.organisation_id == organisation_id, row.state == AssessmentState.PUBLISHED.value
    )
    found = session.execute(query.order_by(row.created_at.desc(), row.id))
    return tuple(
        (each.id, f"{each.title} {each.version}" if each.version > 1 else each.title) for each in found
    )


def attempt_counts(session: Session, organisation_id: UUID) -> Mapping[UUID, dict[AttemptState, int]]:
    """How many attempts there are in each state, by assessment."""
    query = (
        select(AttemptRow.assessment_id, AttemptRow.state, func.count())
        .where(AttemptRow.organisation_id == organisation_id)
        .group_by(AttemptRow.assessment_id, AttemptRow.state)
    )
    counts: dict[UUID, dict[AttemptState, int]] = {}
    for assessment_id, state, count in session.execute(query):
        counts.setdefault(assessment_id, {})[AttemptState(state)] = count
    return counts


@dataclass(frozen=True)
class Content:
    """All that may change while an assessment is a draft; challenges as (id, points, own minutes) in their order."""

    title: str
    intro: str
    duration_minutes: int
    challenges: Sequence[tuple[UUID, int, int | None]]
    practice_challenge_id: UUID | None
    rules: Rules
    profile: str


def add(
    session: Session,
    organisation_id: UUID,
    created_by: UUID | None,
    content: Content,
    family: tuple[UUID, int] | None = None,
) -> Assessment:
    """A new draft: the first version of a new assessment, or the version `family` names with its number."""
    row = AssessmentRow(organisation_id=organisation_id, created_by=created_by)
    row.family_id, row.version = family or (uuid4(), 1)
    _fill(row, content)
    session.add(row)
    session.flush()
    session.expire(row)
    return mapping.assessment(row)


def change(session: Session, assessment_id: UUID, content: Content) -> Assessment:
    """Another content for a draft."""
    row = session.get_one(AssessmentRow, assessment_id)
    row.items = []
    session.flush()
    _fill(row, content)
    session.flush()
    session.expire(row)
    return mapping.assessment(row)


def _fill(row: AssessmentRow, content: Content) -> None:
    row.title, row.intro, row.profile = content.title, content.intro, content.profile
    row.duration_minutes, row.rules = content.duration_minutes, content.rules.to_json()
    row.practice_challenge_id = content.practice_challenge_id
    row.items = [
        AssessmentChallengeRow(position=position, challenge_id=challenge_id, points=points, minutes=minutes)
        for position, (challenge_id, points, minutes) in enumerate(content.challenges, start=1)
    ]


def versions(session: Session, family_id: UUID) -> tuple[Assessment, ...]:
    """Every version of an assessment, newest first."""
    query = select(AssessmentRow.id).where(AssessmentRow.family_id == family_id)
    ids = session.scalars(query.order_by(AssessmentRow.version.desc())).all()
    found = by_ids(session, ids)
    return tuple(found[each] for each in ids)


def publish(session: Session, assessment_id: UUID, now: datetime) -> Assessment:
    """Mark a draft as published."""
    row = session.get_one(AssessmentRow, assessment_id)
    row.state = AssessmentState.PUBLISHED.value
    row.published_at = now
    session.flush()
    return mapping.assessment(row)
