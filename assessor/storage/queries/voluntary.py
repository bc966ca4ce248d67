"""Voluntary questions and their answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from assessor.domain.attempt import AttemptState
from assessor.domain.deciding import Step
from assessor.domain.voluntary import Outcome, Question
from assessor.storage.queries import plain
from assessor.storage.tables import AttemptRow, DecisionRow, VoluntaryAnswerRow, VoluntaryQuestionRow


def questions(session: Session, organisation_id: UUID) -> tuple[Question, ...]:
    """An organisation's questions, oldest first."""
    row = VoluntaryQuestionRow
    query = select(row).where(row.organisation_id == organisation_id).order_by(row.created_at, row.id)
    return tuple(Question(each.id, each.title, tuple(each.options)) for each in session.scalars(query))


def add_question(session: Session, organisation_id: UUID, title: str, options: Sequence[str]) -> None:
    """Ask from now on."""
    session.add(VoluntaryQuestionRow(organisation_id=organisation_id, title=title, options=list(options)))
    session.flush()


def remove_question(session: Session, organisation_id: UUID, question_id: UUID) -> bool:
    """Delete a question with all answers to it; whether there was one."""
    row = VoluntaryQuestionRow
    gone = delete(row).where(row.organisation_id == organisation_id, row.id == question_id)
    return plain.changed(session, gone) > 0


def answers_of(session: Session, person: bytes) -> Mapping[UUID, str]:
    """What somebody has chosen, by question."""
    table = VoluntaryAnswerRow
    query = select(table.question_id, table.choice).where(table.person == person)
    return {row.question_id: row.choice for row in session.execute(query)}


def replace_answers(session: Session, person: bytes, chosen: Mapping[UUID, str]) -> None:
    """Keep what somebody has chosen, and nothing from before."""
    forget(session, [person])
    rows = [
        {"question_id": question, "person": person, "choice": choice} for question, choice in chosen.items()
    ]
    if rows:
        session.execute(insert(VoluntaryAnswerRow), rows)


def forget(session: Session, people: Collection[bytes]) -> None:
    """Delete all that these people have said."""
    session.execute(delete(VoluntaryAnswerRow).where(VoluntaryAnswerRow.person.in_(people)))


def answers_to(session: Session, question_id: UUID) -> Mapping[bytes, str]:
    """What everybody chose, by person."""
    table = VoluntaryAnswerRow
    query = select(table.person, table.choice).where(table.question_id == question_id)
    return {row.person: row.choice for row in session.execute(query)}


def outcomes(session: Session, assessment_id: UUID) -> Mapping[UUID, Outcome]:
    """How every graded attempt of an assessment ended."""
    newest = (
        select(DecisionRow.attempt_id, DecisionRow.step)
        .ext(distinct_on(DecisionRow.attempt_id))
        .order_by(DecisionRow.attempt_id, DecisionRow.number.desc())
        .subquery()
    )
    query = (
        select(AttemptRow.id, AttemptRow.score, newest.c.step)
        .outerjoin(newest, newest.c.attempt_id == AttemptRow.id)
        .where(AttemptRow.assessment_id == assessment_id, AttemptRow.state == AttemptState.GRADED.value)
    )
    return {
        attempt_id: Outcome(None if score is None else float(score), Step(step) if step else None)
        for attempt_id, score, step in session.execute(query)
    }
