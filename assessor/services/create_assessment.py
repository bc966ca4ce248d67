"""Staff make an assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.invitation import MAX_BREAKS
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.domain.rules import Rules
from assessor.errors import InvalidInput
from assessor.services.guard import needs
from assessor.services.role_profiles import require_profile
from assessor.services.work import Work
from assessor.storage.queries import assessments
from assessor.storage.queries import challenges as newest
from assessor.storage.queries.assessments import Content

MAX_MINUTES = 600
MAX_SCORE = 100
DEFAULT = Rules()


@dataclass(frozen=True)
class Draft:
    """What staff say of an assessment."""

    title: str
    intro: str
    duration_minutes: int
    challenges: Sequence[tuple[str, int]]
    """(slug, points) in order."""
    practice_slug: str | None
    rules: Rules = DEFAULT
    minutes: Mapping[str, int] = field(default_factory=dict)
    """By slug, of those that have a time limit of their own."""
    profile: str = ""
    """The role that it is held against, if any."""


@needs(Right.EDIT_ASSESSMENTS)
def create_assessment(work: Work, user: User, draft: Draft) -> Assessment:
    """A new draft with the newest versions of its challenges. Raises InvalidInput naming what is wrong."""
    content = checked(work, user.organisation_id, draft)
    return assessments.add(work.session, user.organisation_id, user.id, content)


def checked(work: Work, organisation_id: UUID, draft: Draft) -> Content:
    """A draft as it is stored. Raises InvalidInput."""
    require_profile(work, organisation_id, draft.profile)
    known = {challenge.slug: challenge for challenge in newest.latest(work.session)}
    _require_sound(draft)
    return Content(
        title=draft.title.strip(),
        intro=draft.intro.strip(),
        duration_minutes=draft.duration_minutes,
        challenges=[
            (_get(known, slug).id, points, draft.minutes.get(slug)) for slug, points in draft.challenges
        ],
        rules=draft.rules,
        practice_challenge_id=_practice(known, draft.practice_slug).id if draft.practice_slug else None,
        profile=draft.profile,
    )


def _require_sound(draft: Draft) -> None:
    rules = draft.rules
    if not draft.title.strip():
        raise InvalidInput("Give the assessment a title.")
    if not 1 <= draft.duration_minutes <= MAX_MINUTES:
        raise InvalidInput(f"The time must be 1 to {MAX_MINUTES} minutes.")
    if len({slug for slug, _ in draft.challenges}) != len(draft.challenges):
        raise InvalidInput("A challenge can be in an assessment only once.")
    if any(points < 1 for _, points in draft.challenges):
        raise InvalidInput("Every challenge needs at least 1 point.")
    if any(not 1 <= limit <= draft.duration_minutes for limit in draft.minutes.values()):
        raise InvalidInput("A challenge's own time must be at least 1 minute and fit into the whole.")
    if not 0 <= rules.break_minutes <= MAX_BREAKS:
        raise InvalidInput(f"Breaks are 0 to {MAX_BREAKS} minutes together.")
    if rules.pass_mark is not None and not 1 <= rules.pass_mark <= MAX_SCORE:
        raise InvalidInput(f"The pass mark is a score from 1 to {MAX_SCORE}.")


def _practice(known: dict[str, Challenge], slug: str) -> Challenge:
    if not (found := _get(known, slug)).has_server:
        raise InvalidInput("People score such an answer, so it cannot be the practice.")
    return found


def _get(known: dict[str, Challenge], slug: str) -> Challenge:
    if slug not in known:
        raise InvalidInput(f"There is no challenge {slug!r}. Load its pack first: assessor pack load")
    return known[slug]
