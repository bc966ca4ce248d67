"""Comments on scorecards, and who is mentioned in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from assessor.storage.tables import AttemptRow, CandidateRow, ChallengeRow, CommentRow, MentionRow, UserRow


@dataclass(frozen=True)
class Comment:
    """One comment; `slug` is the challenge that it is about, or empty for the whole."""

    id: UUID
    slug: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Mention:
    """Somebody was named in a comment and has not seen it yet."""

    comment_id: UUID
    attempt_id: UUID
    candidate: str
    author: str
    text: str
    at: datetime


def of_attempt(session: Session, attempt_id: UUID) -> tuple[Comment, ...]:
    """All comments, oldest first."""
    query = (
        select(CommentRow, UserRow.name, ChallengeRow.slug)
        .join(UserRow, UserRow.id == CommentRow.author_id)
        .outerjoin(ChallengeRow, ChallengeRow.id == CommentRow.challenge_id)
        .where(CommentRow.attempt_id == attempt_id)
        .order_by(CommentRow.created_at, CommentRow.id)
    )
    return tuple(
        Comment(row.id, slug or "", name, row.text, row.created_at)
        for row, name, slug in session.execute(query)
    )


def add(
    session: Session,
    *,
    organisation_id: UUID,
    attempt_id: UUID,
    challenge_id: UUID | None,
    author_id: UUID,
    text: str,
    mentioned: Iterable[UUID],
    now: datetime,
) -> None:
    """Write a comment and tell those who are named in it."""
    values = {
        "id": uuid4(), "organisation_id": organisation_id, "attempt_id": attempt_id, "challenge_id": challenge_id,
        "author_id": author_id, "text": text, "created_at": now,
    }  # fmt: skip
    session.execute(insert(CommentRow), values)
    rows = [{"comment_id": values["id"], "user_id": each} for each in mentioned]
    if rows:
        session.execute(insert(MentionRow), rows)


def unseen(session: Session, user_id: UUID, limit: int = 20) -> tuple[Mention, ...]:
    """In which comments a user is named, the newest first."""
    query = (
        select(CommentRow, CandidateRow.name, UserRow.name)
        .join(MentionRow, MentionRow.comment_id == CommentRow.id)
        .join(AttemptRow, AttemptRow.id == CommentRow.attempt_id)
        .join(CandidateRow, CandidateRow.id == AttemptRow.candidate_id)
        .join(UserRow, UserRow.id == CommentRow.author_id)
        .where(MentionRow.user_id == user_id, MentionRow.seen_at.is_(None))
        .order_by(CommentRow.created_at.desc(), CommentRow.id)
        .limit(limit)
    )
    return tuple(
        Mention(row.id, row.attempt_id, candidate, author, row.text, row.created_at)
        for row, candidate, author in session.execute(query)
    )


def mark_seen(session: Session, user_id: UUID, attempt_id: UUID, now: datetime) -> None:
    """A user has seen where they are named about an attempt."""
    mine = select(CommentRow.id).where(CommentRow.attempt_id == attempt_id)
    unseen = (MentionRow.user_id == user_id, MentionRow.seen_at.is_(None), MentionRow.comment_id.in_(mine))
    session.execute(update(MentionRow).where(*unseen).values(seen_at=now))
