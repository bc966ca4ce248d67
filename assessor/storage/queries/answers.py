"""Drafts, runs and submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Text, cast, func, insert, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.answers import Draft, Run, Submission, SubmissionSource, receipt_code, text_digest
from assessor.domain.replay import Revision
from assessor.storage import mapping
from assessor.storage.queries import plain
from assessor.storage.tables import ChallengeRow, DraftRevisionRow, DraftRow, RunRow, SubmissionRow

NO_DRAFT = Draft("", 0, None)


def drafts(session: Session, attempt_id: UUID) -> Mapping[UUID, Draft]:
    """The drafts of an attempt by challenge."""
    rows = session.scalars(select(DraftRow).where(DraftRow.attempt_id == attempt_id))
    return {row.challenge_id: mapping.draft(row) for row in rows}


def draft(session: Session, attempt_id: UUID, challenge_id: UUID) -> Draft:
    """The draft, or an empty one with revision 0."""
    table = plain.table(DraftRow)
    query = select(table).where(table.c.attempt_id == attempt_id, table.c.challenge_id == challenge_id)
    found = plain.rows(session, DraftRow, query)
    return mapping.draft(found[0]) if found else NO_DRAFT


def save_draft(
    session: Session, attempt_id: UUID, challenge_id: UUID, text: str, revision: int, now: datetime
) -> Draft:
    """Store the text as that revision."""
    table, values = plain.table(DraftRow), {"text": text, "revision": revision, "saved_at": now}
    statement = upsert(table).values(attempt_id=attempt_id, challenge_id=challenge_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=table.primary_key, set_=values))
    return Draft(text, revision, now)


def add_run(
    session: Session,
    attempt_id: UUID,
    challenge_id: UUID,
    *,
    text: str,
    started_at: datetime,
    duration_ms: float,
    outcome: str,
    summary: str,
) -> None:
    """Record an execution."""
    run = {
        "attempt_id": attempt_id,
        "challenge_id": challenge_id,
        "text": text,
        "started_at": started_at,
        "duration_ms": duration_ms,
        "outcome": outcome,
        "summary": summary,
    }
    session.execute(insert(plain.table(RunRow)), run)


def runs(session: Session, attempt_id: UUID, challenge_id: UUID, limit: int = 50) -> Sequence[RunRow]:
    """The latest executions, newest first."""
    query = (
        select(RunRow)
        .where(RunRow.attempt_id == attempt_id, RunRow.challenge_id == challenge_id)
        .order_by(RunRow.started_at.desc())
        .limit(limit)
    )
    return session.scalars(query).all()


def revisions(session: Session, attempt_id: UUID) -> tuple[Revision, ...]:
    """Every save of every draft of an attempt, by challenge and in order."""
    table = plain.table(DraftRevisionRow)
    query = select(table).where(table.c.attempt_id == attempt_id)
    query = query.order_by(table.c.challenge_id, table.c.revision)
    return tuple(
        Revision(row.challenge_id, row.kept_left, row.kept_right, row.inserted, row.saved_at)
        for row in plain.rows(session, DraftRevisionRow, query)
    )


def run_history(session: Session, attempt_id: UUID, limit: int = 1000) -> Mapping[UUID, tuple[Run, ...]]:
    """The first executions of an attempt by challenge, oldest first."""
    table = plain.table(RunRow)
    query = select(table).where(table.c.attempt_id == attempt_id).order_by(table.c.started_at).limit(limit)
    found: dict[UUID, list[Run]] = {}
    for row in plain.rows(session, RunRow, query):
        run = Run(row.challenge_id, row.text, row.started_at, row.duration_ms, row.outcome, row.summary)
        found.setdefault(row.challenge_id, []).append(run)
    return {challenge_id: tuple(runs) for challenge_id, runs in found.items()}


def run_counts(session: Session, attempt_id: UUID) -> Mapping[UUID, int]:
    """How often each challenge of an attempt was run."""
    query = (
        select(RunRow.challenge_id, func.count())
        .where(RunRow.attempt_id == attempt_id)
        .group_by(RunRow.challenge_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def by_key(session: Session, attempt_id: UUID, key: str) -> Submission | None:
    """The submission of an attempt with that idempotency key."""
    query = (
        select(SubmissionRow, ChallengeRow.slug)
        .join(ChallengeRow, ChallengeRow.id == SubmissionRow.challenge_id)
        .where(SubmissionRow.attempt_id == attempt_id, SubmissionRow.idempotency_key == key)
    )
    found = session.execute(query).first()
    return mapping.submission(found[0], found[1]) if found else None


def find_submission(session: Session, name: str) -> Submission | None:
    """The submission with that id or receipt."""
    query = select(SubmissionRow).where(
        or_(cast(SubmissionRow.id, Text) == name, SubmissionRow.receipt == name)
    )
    row = session.scalar(query)
    return mapping.submission(row, session.get_one(ChallengeRow, row.challenge_id).slug) if row else None


def get_submission(session: Session, submission_id: UUID) -> Submission:
    """The submission, which exists."""
    row = session.get_one(SubmissionRow, submission_id)
    return mapping.submission(row, session.get_one(ChallengeRow, row.challenge_id).slug)


def add_submission(
    session: Session,
    *,
    attempt_id: UUID,
    challenge_id: UUID,
    slug: str,
    text: str,
    key: str,
    source: SubmissionSource,
    now: datetime,
) -> Submission:
    """Hand in a text."""
    digest, submission_id = text_digest(text), uuid4()
    row = SubmissionRow(
        id=submission_id,
        attempt_id=attempt_id,
        challenge_id=challenge_id,
        idempotency_key=key,
        text=text,
        text_sha256=digest,
        receipt=receipt_code(submission_id, digest),
        source=source.value,
        submitted_at=now,
    )
    session.add(row)
    session.flush()
    return mapping.submission(row, slug)


def submissions(session: Session, attempt_id: UUID) -> tuple[Submission, ...]:
    """Every submission of an attempt, oldest first."""
    query = (
        select(SubmissionRow, ChallengeRow.slug)
        .join(ChallengeRow, ChallengeRow.id == SubmissionRow.challenge_id)
        .where(SubmissionRow.attempt_id == attempt_id)
        .order_by(SubmissionRow.submitted_at, SubmissionRow.id)
    )
    return tuple(mapping.submission(row, slug) for row, slug in session.execute(query))


def last_submissions(session: Session, attempt_id: UUID) -> Mapping[UUID, Submission]:
    """The submission that counts (the last one) of each challenge of an attempt."""
    query = (
        select(SubmissionRow, ChallengeRow.slug)
        .join(ChallengeRow, ChallengeRow.id == SubmissionRow.challenge_id)
        .where(SubmissionRow.attempt_id == attempt_id)
        .ext(distinct_on(SubmissionRow.challenge_id))
        .order_by(SubmissionRow.challenge_id, SubmissionRow.submitted_at.desc(), SubmissionRow.id)
    )
    return {row.challenge_id: mapping.submission(row, slug) for row, slug in session.execute(query)}


def submitted_counts(session: Session, attempt_ids: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """The challenges that were answered, by attempt."""
    query = (
        select(SubmissionRow.attempt_id, SubmissionRow.challenge_id)
        .where(SubmissionRow.attempt_id.in_(attempt_ids))
        .distinct()
    )
    found: dict[UUID, set[UUID]] = {}
    for attempt_id, challenge_id in session.execute(query):
        found.setdefault(attempt_id, set()).add(challenge_id)
    return found
