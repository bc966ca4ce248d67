"""What an assessment can be made of."""

from __future__ import annotations

from assessor.domain.assessment import Challenge
from assessor.services.work import Work
from assessor.storage.queries import challenges


def list_challenges(work: Work) -> tuple[Challenge, ...]:
    """The newest version of every loaded challenge, by slug."""
    return challenges.latest(work.session)
