"""Staff make an assessment."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.people import User
from assessor.errors import InvalidInput
from assessor.services.work import Work
from assessor.storage.queries import assessments, challenges

MAX_MINUTES = 600


def create_assessment(
    work: Work,
    user: User,
    title: str,
    intro: str,
    duration_minutes: int,
    challenges: Sequence[tuple[str, int]],
    practice_slug: str | None,
) -> Assessment:
    """A new draft with the newest versions of (slug, points) in order. Raises InvalidInput naming what is wrong."""
    known = _known(work)
    if not title.strip():
        raise InvalidInput("Give the assessment a title.")
    if not 1 <= duration_minutes <= MAX_MINUTES:
        raise InvalidInput(f"The time must be 1 to {MAX_MINUTES} minutes.")
    if len({slug for slug, _ in challenges}) != len(challenges):
        raise InvalidInput("A challenge can be in an assessment only once.")
    if any(points < 1 for _, points in challenges):
        raise InvalidInput("Every challenge needs at least 1 point.")
    return assessments.add(
        work.session,
        organisation_id=user.organisation_id,
        created_by=user.id,
        title=title.strip(),
        intro=intro.strip(),
        duration_minutes=duration_minutes,
        challenges=[(_get(known, slug).id, points) for slug, points in challenges],
        practice_challenge_id=_get(known, practice_slug).id if practice_slug else None,
    )


def _known(work: Work) -> dict[str, Challenge]:
    return {challenge.slug: challenge for challenge in challenges.latest(work.session)}


def _get(known: dict[str, Challenge], slug: str) -> Challenge:
    if slug not in known:
        raise InvalidInput(f"There is no challenge {slug!r}. Load its pack first: assessor pack load")
    return known[slug]
