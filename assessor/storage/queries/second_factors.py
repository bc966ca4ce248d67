"""What staff have set up for the second step of signing in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from assessor.domain.second_factor import SecondFactor
from assessor.storage.tables import RecoveryCodeRow, SecondFactorRow, UserRow


def find(session: Session, user_id: UUID, *, lock: bool = False) -> SecondFactor | None:
    """What an account has set up, confirmed or not; with `lock` nobody else uses it until the transaction ends."""
    query = select(SecondFactorRow).where(SecondFactorRow.user_id == user_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    return SecondFactor(row.secret, row.confirmed_at is not None, row.last_step) if row else None


def begin(session: Session, user_id: UUID, sealed: bytes) -> None:
    """Set up a secret that does not count yet, in the place of another such; one that counts stays."""
    made = upsert(SecondFactorRow).values(user_id=user_id, secret=sealed, last_step=0)
    unconfirmed = SecondFactorRow.confirmed_at.is_(None)
    session.execute(
        made.on_conflict_do_update(index_elements=["user_id"], set_={"secret": sealed}, where=unconfirmed)
    )


def confirm(session: Session, user_id: UUID, now: datetime) -> None:
    """From now on it counts."""
    session.get_one(SecondFactorRow, user_id).confirmed_at = now


def use_step(session: Session, user_id: UUID, step: int) -> None:
    """A code of that step was used."""
    session.get_one(SecondFactorRow, user_id).last_step = step


def forget(session: Session, user_id: UUID) -> bool:
    """Forget secret and codes of an account; whether it had any."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
    gone = delete(SecondFactorRow).where(SecondFactorRow.user_id == user_id)
    return session.scalar(gone.returning(SecondFactorRow.user_id)) is not None


def replace_codes(session: Session, user_id: UUID, digests: Iterable[bytes]) -> None:
    """These recovery codes, and none from before."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.user_id == user_id))
    rows = [{"user_id": user_id, "code_sha256": digest} for digest in digests]
    session.execute(insert(RecoveryCodeRow), rows)


def use_code(session: Session, user_id: UUID, digest: bytes, now: datetime) -> bool:
    """Use a recovery code up; whether it was one that is not used yet."""
    used = update(RecoveryCodeRow).where(
        RecoveryCodeRow.user_id == user_id,
        RecoveryCodeRow.code_sha256 == digest,
        RecoveryCodeRow.used_at.is_(None),
    )
    return session.scalar(used.values(used_at=now).returning(RecoveryCodeRow.user_id)) is not None


def codes_left(session: Session, user_id: UUID) -> int:
    """How many recovery codes are still good."""
    left = select(func.count()).where(RecoveryCodeRow.user_id == user_id, RecoveryCodeRow.used_at.is_(None))
    return session.scalar(left) or 0


def holders(session: Session, organisation_id: UUID) -> frozenset[UUID]:
    """The accounts of an organisation whose second factor counts."""
    query = select(UserRow.id).join(SecondFactorRow, SecondFactorRow.user_id == UserRow.id)
    confirmed = SecondFactorRow.confirmed_at.is_not(None)
    return frozenset(session.scalars(query.where(UserRow.organisation_id == organisation_id, confirmed)))
