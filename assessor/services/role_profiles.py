"""Staff write roles of their own, which assessments are held against."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assessor.domain.competencies import COMPETENCIES
from assessor.domain.people import User
from assessor.domain.profiles import CORE, PROFILES, USEFUL, Profile
from assessor.domain.rights import Right
from assessor.errors import InvalidInput, NotFound
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import profiles

MAX_TITLE = 80


def known_profiles(work: Work, organisation_id: UUID) -> Mapping[str, Profile]:
    """Those that everybody has, and the organisation's own, by slug."""
    return {**PROFILES, **profiles.of_organisation(work.session, organisation_id)}


@needs(Right.SEE_ASSESSMENTS)
def view_profiles(work: Work, user: User) -> Mapping[str, Profile]:
    """What assessments of the user's organisation may be held against."""
    return known_profiles(work, user.organisation_id)


def require_profile(work: Work, organisation_id: UUID, slug: str) -> None:
    """Raise InvalidInput unless there is such a role; none at all is well."""
    if slug and slug not in known_profiles(work, organisation_id):
        raise InvalidInput("There is no such role.")


@needs(Right.EDIT_ASSESSMENTS)
def write_profile(
    work: Work, user: User, profile_id: UUID | None, title: str, weights: Mapping[str, int]
) -> UUID:
    """A new role, or another content for one of the organisation; coverage is told by it at once, everywhere.

    `weights` are 1 to 3 by competency. Raises NotFound or InvalidInput.
    """
    title = title.strip()
    own = profiles.of_organisation(work.session, user.organisation_id)
    if profile_id and str(profile_id) not in own:
        raise NotFound()
    if not 1 <= len(title) <= MAX_TITLE:
        raise InvalidInput(f"Give the role a title of at most {MAX_TITLE} characters.")
    known = {**PROFILES, **own}
    others = [each.title for slug, each in known.items() if slug != str(profile_id)]
    if title in others:
        raise InvalidInput("There is a role of that title.")
    if not weights or not all(c in COMPETENCIES and USEFUL <= w <= CORE for c, w in weights.items()):
        raise InvalidInput("A role asks for at least one competency, each useful, important or core.")
    return profiles.save(work.session, user.organisation_id, profile_id, title, weights)
