"""Staff make an assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.invitation import MAX_BREAKS
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.domain.rules import Rules
from assessor.errors import InvalidInput
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import assessments, challenges

MAX_MINUTES = 600
DEFAULT = Rules()
NO_LIMITS: Mapping[str, int] = MappingProxyType({})


@needs(Right.EDIT_ASSESSMENTS)
def create_assessment(
    work: Work,
    user: User,
    title: str,
    intro: str,
    duration_minutes: int,
    challenges: Sequence[tuple[str, int]],
    practice_slug: str | None,
    rules: Rules = DEFAULT,
    minutes: Mapping[str, int] = NO_LIMITS,
) -> Assessment:
    """A new draft with the newest versions of (slug, points) in order; `minutes` by slug for those with a time limit
    of their own. Raises InvalidInput naming what is wrong."""
    known = _known(work)
    if not title.strip():
        raise InvalidInput("Give the assessment a title.")
    if not 1 <= duration_minutes <= MAX_MINUTES:
        raise InvalidInput(f"The time must be 1 to {MAX_MINUTES} minutes.")
    if len({slug for slug, _ in challenges}) != len(challenges):
        raise InvalidInput("A challenge can be in an assessment only once.")
    if any(points < 1 for _, points in challenges):
        raise InvalidInput("Every challenge needs at least 1 point.")
    if any(not 1 <= limit <= duration_minutes for limit in minutes.values()):
        raise InvalidInput("A challenge's own time must be at least 1 minute and fit into the whole.")
    if not 0 <= rules.break_minutes <= MAX_BREAKS:
        raise InvalidInput(f"Breaks are 0 to {MAX_BREAKS} minutes together.")
    return assessments.add(
        work.session,
        organisation_id=user.organisation_id,
        created_by=user.id,
        title=title.strip(),
        intro=intro.strip(),
        duration_minutes=duration_minutes,
        challenges=[(_get(known, slug).id, points) for slug, points in challenges],
        rules=rules,
        minutes={_get(known, slug).id: limit for slug, limit in minutes.items()},
        practice_challenge_id=_get(known, practice_slug).id if practice_slug else None,
    )


def _known(work: Work) -> dict[str, Challenge]:
    return {challenge.slug: challenge for challenge in challenges.latest(work.session)}


def _get(known: dict[str, Challenge], slug: str) -> Challenge:
    if slug not in known:
        raise InvalidInput(f"There is no challenge {slug!r}. Load its pack first: assessor pack load")
    return known[slug]
