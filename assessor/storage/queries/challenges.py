"""Challenge versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from assessor.domain.assessment import Challenge
from assessor.storage import mapping
from assessor.storage.tables import ChallengeRow


def get(session: Session, challenge_id: UUID) -> Challenge:
    """The challenge, which exists."""
    return mapping.challenge(session.get_one(ChallengeRow, challenge_id))


@dataclass(frozen=True)
class PackData:
    """What grading needs of a challenge version; `synthesised` is None until datasets were made from `secret`."""

    files: Mapping[str, str]
    secret: bytes
    synthesised: Sequence[Mapping[str, str]] | None


def pack_data(session: Session, challenge_id: UUID) -> PackData:
    """The files of the pack version and its hidden datasets. Raises LookupError."""
    columns = select(ChallengeRow.files, ChallengeRow.secret, ChallengeRow.synthesised)
    found = session.execute(columns.where(ChallengeRow.id == challenge_id)).first()
    if found is None:
        raise LookupError(f"challenge {challenge_id} does not exist")
    return PackData(*found)


def readmes(session: Session, challenge_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What the packs tell authors and reviewers, by challenge; the other files stay where they are."""
    query = select(ChallengeRow.id, func.coalesce(ChallengeRow.files["README.md"].astext, ""))
    return {row[0]: row[1] for row in session.execute(query.where(ChallengeRow.id.in_(challenge_ids)))}


def texts(session: Session, challenge_id: UUID, names: Collection[str]) -> Mapping[str, str]:
    """Some files of a pack version, by their paths."""
    columns = [ChallengeRow.files[name].astext for name in names]
    found = session.execute(select(*columns).where(ChallengeRow.id == challenge_id)).one() if columns else ()
    return dict(zip(names, found, strict=True))


def all_versions(session: Session) -> Mapping[UUID, bool]:
    """Every version's id, and whether its hidden datasets were made."""
    rows = session.execute(select(ChallengeRow.id, ChallengeRow.synthesised.is_not(None)))
    return {row[0]: row[1] for row in rows}


def keep_synthesised(session: Session, challenge_id: UUID, datasets: Sequence[Mapping[str, str]]) -> None:
    """Store hidden datasets; the first ones of a challenge version stay."""
    row = session.get_one(ChallengeRow, challenge_id, with_for_update=True)
    if row.synthesised is None:
        row.synthesised = [dict(each) for each in datasets]


def latest(session: Session) -> tuple[Challenge, ...]:
    """The newest version of every challenge, by slug."""
    newest = (
        select(ChallengeRow)
        .ext(distinct_on(ChallengeRow.slug))
        .order_by(ChallengeRow.slug, ChallengeRow.created_at.desc(), ChallengeRow.id)
    )
    return tuple(mapping.challenge(row) for row in session.scalars(newest))


def add_version(session: Session, values: Mapping[str, Any]) -> tuple[Challenge, bool]:
    """Store a pack version unless that slug and hash is there already; says whether it is new."""
    new_id = session.scalar(
        insert(ChallengeRow).values(**values).on_conflict_do_nothing().returning(ChallengeRow.id)
    )
    row = session.scalars(
        select(ChallengeRow).where(ChallengeRow.slug == values["slug"], ChallengeRow.hash == values["hash"])
    ).one()
    return mapping.challenge(row), new_id is not None
