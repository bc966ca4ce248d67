"""A person, not a mail scanner, looks at an invitation."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.domain.events import EventKind
from assessor.domain.pool import OPENED_RECENTLY
from assessor.services.work import Work
from assessor.storage.queries import attempts


def open_invitation(work: Work, attempt_id: UUID) -> None:
    """Record that the page was opened, so that servers wait when the candidate agrees; again only after a while.

    Raises NotFound.
    """
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.state is not AttemptState.INVITED:
        return
    opened = attempts.events(work.session, attempt_id, EventKind.OPENED)
    if not opened or work.now() - opened[-1].at >= OPENED_RECENTLY / 2:
        work.record(attempt_id, EventKind.OPENED)
