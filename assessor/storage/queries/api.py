"""Tokens of the API, and answers that are given again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from assessor.domain.api import ApiToken, Scope
from assessor.domain.people import User
from assessor.storage import mapping
from assessor.storage.queries import plain
from assessor.storage.tables import ApiTokenRow, IdempotencyRow, UserRow


def add_token(session: Session, token: ApiToken, digest: bytes) -> None:
    """A new token."""
    row = ApiTokenRow(
        id=token.id,
        organisation_id=token.organisation_id,
        name=token.name,
        scopes=sorted(scope.value for scope in token.scopes),
        token_sha256=digest,
        ending=token.ending,
        created_by=token.created_by,
        created_at=token.created_at,
        expires_at=token.expires_at,
    )
    session.add(row)
    session.flush()


def tokens_of(session: Session, organisation_id: UUID) -> tuple[tuple[ApiToken, str], ...]:
    """An organisation's tokens, newest first, each with the name of who made it."""
    query = (
        select(ApiTokenRow, UserRow.name)
        .join(UserRow, UserRow.id == ApiTokenRow.created_by)
        .where(ApiTokenRow.organisation_id == organisation_id)
        .order_by(ApiTokenRow.created_at.desc(), ApiTokenRow.id)
    )
    return tuple((_token(row), name) for row, name in session.execute(query))


def working_tokens(session: Session, organisation_id: UUID, now: datetime) -> int:
    """How many tokens of an organisation work."""
    query = select(func.count()).where(
        ApiTokenRow.organisation_id == organisation_id,
        ApiTokenRow.revoked_at.is_(None),
        ApiTokenRow.expires_at > now,
    )
    return session.scalar(query) or 0


def revoke_token(session: Session, organisation_id: UUID, token_id: UUID, now: datetime) -> bool:
    """From now on it does not work; whether there was such a token that was not revoked."""
    query = update(ApiTokenRow).where(
        ApiTokenRow.id == token_id,
        ApiTokenRow.organisation_id == organisation_id,
        ApiTokenRow.revoked_at.is_(None),
    )
    return session.scalar(query.values(revoked_at=now).returning(ApiTokenRow.id)) is not None


def by_digest(session: Session, digest: bytes) -> tuple[ApiToken, User] | None:
    """The token of a digest, and who made it, also if either is over."""
    query = (
        select(ApiTokenRow, UserRow)
        .join(UserRow, UserRow.id == ApiTokenRow.created_by)
        .where(ApiTokenRow.token_sha256 == digest)
    )
    found = session.execute(query).first()
    return (_token(found[0]), mapping.user(found[1])) if found else None


def note_use(session: Session, token_id: UUID, now: datetime) -> None:
    """It was used now."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(last_used_at=now))


@dataclass(frozen=True)
class Answered:
    """What a request was, and what it was answered."""

    request_sha256: bytes
    status: int
    answer: bytes


def try_lock(session: Session, key: bytes) -> bool:
    """Whether nobody else works on the same until the end of the transaction."""
    query = text("select pg_try_advisory_xact_lock(:key)")
    return bool(session.scalar(query, {"key": int.from_bytes(key[:8], "big", signed=True)}))


def answered(session: Session, token_id: UUID, key: str) -> Answered | None:
    """The answer that was given under a key."""
    row = session.get(IdempotencyRow, (token_id, key))
    return Answered(row.request_sha256, row.status, row.answer) if row else None


def keep_answer(
    session: Session, token_id: UUID, organisation_id: UUID, key: str, given: Answered, now: datetime
) -> None:
    """Keep an answer."""
    row = IdempotencyRow(
        token_id=token_id,
        key=key,
        organisation_id=organisation_id,
        request_sha256=given.request_sha256,
        status=given.status,
        answer=given.answer,
        created_at=now,
    )
    session.add(row)
    session.flush()


def answers_of(session: Session, organisation_id: UUID) -> Sequence[tuple[UUID, str, bytes]]:
    """The token, the key and the sealed answer of all that an organisation's programs were answered."""
    columns = (IdempotencyRow.token_id, IdempotencyRow.key, IdempotencyRow.answer)
    query = select(*columns).where(IdempotencyRow.organisation_id == organisation_id)
    return [(token_id, key, answer) for token_id, key, answer in session.execute(query)]


def erase_answer(session: Session, token_id: UUID, key: str) -> None:
    """Keep only that there was an answer."""
    session.get_one(IdempotencyRow, (token_id, key)).answer = b""


def forget_answers(session: Session, before: datetime) -> int:
    """Delete answers from before a moment; how many."""
    gone = delete(IdempotencyRow).where(IdempotencyRow.created_at < before)
    return plain.changed(session, gone)


def _token(row: ApiTokenRow) -> ApiToken:
    return ApiToken(
        id=row.id,
        organisation_id=row.organisation_id,
        name=row.name,
        scopes=_scopes(row.scopes),
        ending=row.ending,
        created_by=row.created_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )


def _scopes(words: Iterable[str]) -> frozenset[Scope]:
    return frozenset(Scope(word) for word in words)
