"""A scorecard for somebody without an account: by a link that ends, with or without the name."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from assessor.domain.invitation import TOKEN_BYTES, token_digest
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotFound
from assessor.reports.blind import blinded
from assessor.reports.scorecard import Scorecard
from assessor.services.audit_log import note_look
from assessor.services.discretion import without_accommodation
from assessor.services.guard import needs
from assessor.services.view_scorecard import own_attempt, scorecard_of
from assessor.services.work import Work
from assessor.storage.queries import attempts, shares
from assessor.storage.queries.shares import Share

MAX_DAYS = 90
GONE = "This link does not open anything (any more). Ask whoever gave it to you for a new one."


@needs(Right.SHARE)
def share_scorecard(work: Work, user: User, attempt_id: UUID, days: int, *, blind: bool) -> str:
    """The token of a new link that works for so many days; it is told this once. Raises NotFound or InvalidInput."""
    own_attempt(work, user, attempt_id)
    if not 1 <= days <= MAX_DAYS:
        raise InvalidInput("Between 1 and %(most)s days.", most=MAX_DAYS)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    shares.add(
        work.session,
        organisation_id=user.organisation_id,
        attempt_id=attempt_id,
        digest=token_digest(token),
        blind=blind,
        created_by=user.id,
        now=work.now(),
        expires_at=work.now() + timedelta(days=days),
    )
    return token


@needs(Right.SHARE)
def revoke_share(work: Work, user: User, attempt_id: UUID, share_id: UUID) -> None:
    """End a link at once. Raises NotFound."""
    own_attempt(work, user, attempt_id)
    if not shares.revoke(work.session, attempt_id, share_id, work.now()):
        raise NotFound()


@needs(Right.SEE_CANDIDATES)
def list_shares(work: Work, user: User, attempt_id: UUID) -> tuple[Share, ...]:
    """The links of an attempt, the newest first. Raises NotFound."""
    own_attempt(work, user, attempt_id)
    return shares.of_attempt(work.session, attempt_id)


def find_share(work: Work, token: str) -> Share:
    """The link, if it still works. Raises NotFound."""
    found = shares.by_digest(work.session, token_digest(token))
    if found is None or not found.works(work.now()):
        raise NotFound(GONE)
    return found


def count_view(work: Work, token: str) -> Share:
    """Somebody opens the scorecard behind a link. Raises NotFound."""
    found = find_share(work, token)
    shares.count_view(work.session, found.id, work.now())
    return found


def look_at_shared(work: Work, token: str, act: str) -> None:
    """Note that somebody who has the link looks. Raises NotFound."""
    share = find_share(work, token)
    attempt = attempts.get(work.session, share.attempt_id)
    note_look(work, attempt.organisation_id, None, act, share_id=share.id, attempt_id=attempt.id)


def shared_scorecard(work: Work, token: str) -> Scorecard:
    """What the link shows: never accommodations or what the candidate wrote to us, no name if so chosen.

    Raises NotFound.
    """
    share = find_share(work, token)
    card = without_accommodation(scorecard_of(work, attempts.get(work.session, share.attempt_id)))
    return blinded(card) if share.blind else card
