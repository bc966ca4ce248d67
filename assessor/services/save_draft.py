"""The editor saves by itself."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import Draft, require_revision, require_text
from assessor.domain.events import EventKind
from assessor.services.open_challenge import require_answer, require_writable
from assessor.services.work import Work
from assessor.storage.queries import answers, attempts


def save_draft(work: Work, attempt_id: UUID, slug: str, text: str, revision: int) -> Draft:
    """Store a text; `revision` is the one the editor last saw. Saving the same text again changes nothing.

    Raises InvalidInput, NotFound, WrongState, DeadlinePassed or RevisionConflict (which carries the stored text).
    """
    require_text(text)
    attempt = attempts.lock(work.session, attempt_id)
    challenge = require_writable(work, attempt, slug)
    require_answer(challenge, text)
    stored = answers.draft(work.session, attempt_id, challenge.id)
    require_revision(stored, revision, text)
    if stored.text == text and stored.revision > 0:
        return stored
    with work.together():
        saved = answers.save_draft(
            work.session, attempt_id, challenge.id, text, stored.revision + 1, work.now()
        )
        work.record(attempt_id, EventKind.SAVED, slug=slug, revision=saved.revision, characters=len(text))
    return saved
