"""A candidate asks how the text of a design answer will look."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import require_text
from assessor.errors import NotFound
from assessor.services.open_challenge import require_writable
from assessor.services.work import Work
from assessor.storage.queries import attempts


def require_preview(work: Work, attempt_id: UUID, slug: str, text: str) -> None:
    """Raise NotFound, WrongState, OnBreak, DeadlinePassed or InvalidInput unless this text may be shown now."""
    require_text(text)
    attempt = attempts.get(work.session, attempt_id)
    if require_writable(work, attempt, slug).has_server:
        raise NotFound()
