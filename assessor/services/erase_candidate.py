"""All that is held about one candidate: shown, given out, held, and erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessor.domain.attempt import Attempt
from assessor.domain.people import User
from assessor.domain.retention import MAX_REASON, Hold, Why, is_held
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotAllowed, NotFound
from assessor.services import voluntary
from assessor.services.guard import needs
from assessor.services.repeatable import erase_answers
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, organisations, person, retention


@dataclass(frozen=True)
class PersonView:
    """What is held about a person under all invitations of the organisation to the same e-mail."""

    candidate_id: UUID
    name: str
    email: str
    attempts: tuple[tuple[Attempt, str], ...]
    """Each with the title of its assessment."""
    rows: Mapping[str, int]
    """How many rows each table has about them."""
    holds: tuple[Hold, ...]

    @property
    def held(self) -> bool:
        """Whether anything of it must be kept."""
        return is_held(self.holds)


@needs(Right.ERASE_CANDIDATES)
def view_person(work: Work, user: User, candidate_id: UUID) -> PersonView:
    """An overview. Raises NotFound, also for another organisation's."""
    ids, name, email = _found(work, user, candidate_id)
    known = [attempts.get(work.session, each) for each in person.attempts_of(work.session, ids)]
    sittings = tuple((each, assessments.get(work.session, each.assessment_id).title) for each in known)
    rows, holds = person.counts(work.session, ids), retention.holds_on(work.session, ids)
    return PersonView(candidate_id, name, email, sittings, rows, holds)


@needs(Right.ERASE_CANDIDATES)
def export_candidate(work: Work, user: User, candidate_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person by table. Raises NotFound, also for another organisation's."""
    ids, _, _ = _found(work, user, candidate_id)
    return person.held(work.session, ids)


@needs(Right.ERASE_CANDIDATES)
def erase_candidate(work: Work, user: User, candidate_id: UUID, typed: str, why: Why = Why.ASKED) -> int:
    """Erase the person everywhere, under all invitations to their e-mail; how many rows were deleted.

    What stays names nobody: that there was an attempt, when, and its score. A sitting that is not over ends.
    `typed` is the person's name or e-mail as it is known; the log keeps `why`. Raises NotFound, InvalidInput, or
    NotAllowed while something of it is held.
    """
    organisations.lock(work.session, user.organisation_id)
    ids, name, email = _found(work, user, candidate_id, lock=True)
    if typed.strip() not in {name, email} - {""}:
        raise InvalidInput("Type the candidate's name or e-mail exactly as it is shown.")
    if is_held(retention.holds_on(work.session, ids)):
        raise NotAllowed("A legal hold is on this candidate. Nothing can be erased before it is lifted.")
    sittings = person.attempts_of(work.session, ids)
    erase_answers(work, user.organisation_id, [str(each) for each in (*ids, *sittings)])
    return erase_people(work, user.organisation_id, ids, email)


def erase_people(
    work: Work, organisation_id: UUID, ids: Collection[UUID], email: str = "", *, keep_points: bool = False
) -> int:
    """Erase candidates; how many rows were deleted. Servers that they have are removed by the worker."""
    sittings = person.attempts_of(work.session, ids)
    for attempt_id in sittings:
        work.defer("stop_sandboxes", lock=f"stop:{attempt_id}", attempt_id=str(attempt_id))
    voluntary.forget(work, sittings)
    return person.erase(work.session, organisation_id, ids, email, keep_points=keep_points)


@needs(Right.RETAIN)
def place_hold(work: Work, user: User, candidate_id: UUID, attempt_id: UUID | None, reason: str) -> UUID:
    """Keep all that is held about a person, or what belongs to one attempt, until it is lifted; the hold's id.

    Raises NotFound or InvalidInput.
    """
    organisations.lock(work.session, user.organisation_id)
    ids, _, _ = _found(work, user, candidate_id)
    if not 1 <= len(reason.strip()) <= MAX_REASON:
        raise InvalidInput("Say why, in at most %(most)s characters.", most=MAX_REASON)
    if attempt_id is not None and attempt_id not in person.attempts_of(work.session, ids):
        raise NotFound()
    return retention.add_hold(
        work.session,
        organisation_id=user.organisation_id,
        candidate_id=candidate_id,
        attempt_id=attempt_id,
        reason=reason.strip(),
        placed_by=user.id,
        placed_at=work.now(),
    )


@needs(Right.RETAIN)
def lift_hold(work: Work, user: User, candidate_id: UUID, hold_id: UUID) -> None:
    """End a hold. Raises NotFound."""
    ids, _, _ = _found(work, user, candidate_id)
    known = {each.id for each in retention.holds_on(work.session, ids)}
    if hold_id not in known or not retention.lift_hold(work.session, hold_id, user.id, work.now()):
        raise NotFound()


def _found(
    work: Work, user: User, candidate_id: UUID, *, lock: bool = False
) -> tuple[tuple[UUID, ...], str, str]:
    ids, name, email = person.same_person(work.session, user.organisation_id, candidate_id, lock=lock)
    if not ids:
        raise NotFound()
    return ids, name, email
