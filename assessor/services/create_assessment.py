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
from assessor.services.role_profiles import require_profile
from assessor.services.work import Work
from assessor.storage.queries import assessments
from assessor.storage.queries import challenges as newest
from assessor.storage.queries.assessments import Content

MAX_MINUTES = 600
MAX_SCORE = 100
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
    profile: str = "",
) -> Assessment:
    """A new draft with the newest versions of (slug, points) in order; `minutes` by slug for those with a time limit
    of their own; `profile` names the role they are held against. Raises InvalidInput naming what is wrong."""
    require_profile(work, user.organisation_id, profile)
    values = checked(work, title, intro, duration_minutes, challenges, practice_slug, rules, minutes, profile)
    return assessments.add(work.session, user.organisation_id, user.id, values)


def checked(
    work: Work,
    title: str,
    intro: str,
    duration_minutes: int,
    challenges: Sequence[tuple[str, int]],
    practice_slug: str | None,
    rules: Rules,
    minutes: Mapping[str, int],
    profile: str,
) -> Content:
    """What create_assessment takes, as it is stored. Raises InvalidInput."""
    known = {challenge.slug: challenge for challenge in newest.latest(work.session)}
    _require_sound(title, duration_minutes, challenges, rules, minutes)
    return Content(
        title=title.strip(),
        intro=intro.strip(),
        duration_minutes=duration_minutes,
        challenges=[(_get(known, slug).id, points, minutes.get(slug)) for slug, points in challenges],
        rules=rules,
        practice_challenge_id=_practice(known, practice_slug).id if practice_slug else None,
        profile=profile,
    )


def _require_sound(
    title: str,
    duration_minutes: int,
    challenges: Sequence[tuple[str, int]],
    rules: Rules,
    minutes: Mapping[str, int],
) -> None:
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
    if rules.pass_mark is not None and not 1 <= rules.pass_mark <= MAX_SCORE:
        raise InvalidInput(f"The pass mark is a score from 1 to {MAX_SCORE}.")


def _practice(known: dict[str, Challenge], slug: str) -> Challenge:
    if not (found := _get(known, slug)).has_server:
        raise InvalidInput("People score a design answer, so it cannot be the practice.")
    return found


def _get(known: dict[str, Challenge], slug: str) -> Challenge:
    if slug not in known:
        raise InvalidInput(f"There is no challenge {slug!r}. Load its pack first: assessor pack load")
    return known[slug]
