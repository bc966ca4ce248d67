"""From a graded attempt to a decision: by a named person who has opened the evidence and says why. Never by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.people import User
from assessor.errors import InvalidInput, NotAllowed

MAX_REASON = 2000
MAX_COMMENT = 4000


class Step(StrEnum):
    """What somebody decides."""

    SHORTLISTED = "shortlisted"
    UNLISTED = "unlisted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REOPENED = "reopened"


class Stage(StrEnum):
    """Where a candidate stands."""

    INVITED = "invited"
    RUNNING = "running"
    GRADING = "grading"
    GRADED = "graded"
    SHORTLISTED = "shortlisted"
    DECIDED = "decided"
    ENDED = "ended"
    """Expired or withdrawn: there is nothing to decide."""


_STAGES = {
    AttemptState.INVITED: Stage.INVITED,
    AttemptState.READY: Stage.INVITED,
    AttemptState.RUNNING: Stage.RUNNING,
    AttemptState.SUBMITTED: Stage.GRADING,
    AttemptState.GRADED: Stage.GRADED,
    AttemptState.EXPIRED: Stage.ENDED,
    AttemptState.REVOKED: Stage.ENDED,
}
STEPS: dict[Stage, tuple[Step, ...]] = {
    Stage.GRADED: (Step.SHORTLISTED, Step.ACCEPTED, Step.DECLINED),
    Stage.SHORTLISTED: (Step.UNLISTED, Step.ACCEPTED, Step.DECLINED),
    Stage.DECIDED: (Step.REOPENED,),
}
"""What may be decided where; nowhere else anything."""
_WITHOUT_REASON = frozenset({Step.SHORTLISTED, Step.UNLISTED})


@dataclass(frozen=True)
class MadeDecision:
    """One step, who took it, when and why."""

    step: Step
    reason: str
    by: str
    at: datetime


def stage(state: AttemptState, last: Step | None) -> Stage:
    """Where a candidate stands whose newest decision is `last`."""
    if state is AttemptState.GRADED and last in (Step.ACCEPTED, Step.DECLINED):
        return Stage.DECIDED
    if state is AttemptState.GRADED and last is Step.SHORTLISTED:
        return Stage.SHORTLISTED
    return _STAGES[state]


def has_seen(attempt: Attempt, viewed_at: datetime | None) -> bool:
    """Whether somebody who had the evidence open then has seen what the attempt's score rests on now."""
    return viewed_at is not None and (attempt.graded_at is None or viewed_at >= attempt.graded_at)


def require_decision(
    attempt: Attempt, last: Step | None, step: Step, reason: str, viewed_at: datetime | None
) -> None:
    """Raise NotAllowed or InvalidInput unless somebody who saw the evidence at `viewed_at` may take this step now."""
    if step not in STEPS.get(stage(attempt.state, last), ()):
        raise NotAllowed("That cannot be decided now. Look at the newest decision first.")
    if not has_seen(attempt, viewed_at):
        raise NotAllowed("Open the evidence on the scorecard first: who decides has seen what it rests on.")
    if step not in _WITHOUT_REASON and not reason.strip():
        raise InvalidInput("Give a reason.")
    if len(reason) > MAX_REASON:
        raise InvalidInput("At most %(most)s characters.", most=MAX_REASON)


def mentioned(text: str, users: Iterable[User]) -> frozenset[UUID]:
    """Who is named in a text by an @ before their name or the part of their e-mail before its own @."""
    return frozenset(user.id for user in users if any(_named(text, each) for each in _handles(user)))


def _handles(user: User) -> tuple[str, ...]:
    return user.name, user.email.partition("@")[0]


def _named(text: str, handle: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(handle)}(?![\w])", text, re.IGNORECASE) is not None
