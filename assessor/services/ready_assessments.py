"""What staff may begin an assessment with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.domain.assessment import Challenge
from assessor.domain.people import User
from assessor.domain.profiles import PROFILES, GroupCoverage, covered
from assessor.domain.rights import Right
from assessor.packs.ready import ReadyAssessment, read_ready
from assessor.resources import resource
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import challenges


@dataclass(frozen=True)
class Offered:
    """A ready assessment, and how its points cover the role that it is for."""

    ready: ReadyAssessment
    challenges: tuple[Challenge, ...]
    coverage: tuple[GroupCoverage, ...]


@needs(Right.EDIT_ASSESSMENTS)
def view_ready(work: Work, user: User) -> tuple[Offered, ...]:
    """Those of which every challenge is loaded."""
    known = {each.slug: each for each in challenges.latest(work.session)}
    every = read_ready(resource("challenges"))
    return tuple(_offered(each, known) for each in every if all(slug in known for slug in each.slugs))


def _offered(ready: ReadyAssessment, known: Mapping[str, Challenge]) -> Offered:
    chosen = [(known[each.slug], each.points) for each in ready.challenge]
    challenges = tuple(challenge for challenge, _ in chosen)
    return Offered(ready, challenges, covered(PROFILES[ready.profile], chosen))
