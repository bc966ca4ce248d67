"""All that is held about one candidate: given out, and erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotFound
from assessor.services.guard import needs
from assessor.services.repeatable import erase_answers
from assessor.services.work import Work
from assessor.storage.queries import person


@needs(Right.ERASE_CANDIDATES)
def export_candidate(work: Work, user: User, candidate_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person by table. Raises NotFound, also for another organisation's."""
    ids, _, _ = _found(work, user, candidate_id)
    return person.held(work.session, ids)


@needs(Right.ERASE_CANDIDATES)
def erase_candidate(work: Work, user: User, candidate_id: UUID, typed: str) -> int:
    """Erase the person everywhere, under all invitations to their e-mail; how many rows were deleted.

    What stays names nobody: that there was an attempt, when, and its score. A sitting that is not over ends.
    `typed` is the person's name or e-mail as it is known. Raises NotFound or InvalidInput.
    """
    ids, name, email = _found(work, user, candidate_id)
    if typed.strip() not in {name, email} - {""}:
        raise InvalidInput("Type the candidate's name or e-mail exactly as it is shown.")
    sittings = person.attempts_of(work.session, ids)
    for attempt_id in sittings:
        work.defer("stop_sandboxes", lock=f"stop:{attempt_id}", attempt_id=str(attempt_id))
    erase_answers(work, user.organisation_id, [str(each) for each in (*ids, *sittings)])
    return person.erase(work.session, user.organisation_id, ids, email)


def _found(work: Work, user: User, candidate_id: UUID) -> tuple[tuple[UUID, ...], str, str]:
    ids, name, email = person.same_person(work.session, user.organisation_id, candidate_id)
    if not ids:
        raise NotFound()
    return ids, name, email
