"""Whose turn it is where challenges come one after the other."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.errors import ChallengeClosed, NotInTurn


def in_turn(assessment: Assessment, closed: Collection[UUID]) -> UUID | None:
    """The challenge that is open now: the first that is not closed; None if all are."""
    ids = (item.challenge.id for item in assessment.challenges)
    return next((each for each in ids if each not in closed), None)


def require_turn(assessment: Assessment, closed: Collection[UUID], challenge_id: UUID) -> None:
    """Raise ChallengeClosed or NotInTurn unless the challenge is the one that is open now."""
    if challenge_id in closed:
        raise ChallengeClosed()
    if challenge_id != in_turn(assessment, closed):
        raise NotInTurn()
