"""Breaks that stop the clock. Decides; never acts.

When a break begins, the deadline moves by all that is left of the candidate's breaks; when it ends early, the rest
moves it back. So the deadline is right at any moment, and a break that nobody ends needs no job to end it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta

from assessor.domain.assessment import Assessment
from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.invitation import Invitation
from assessor.errors import NotAllowed, WrongState

SHORTEST = 1
"""Seconds: of less than that there is no break."""


def allowed_minutes(assessment: Assessment, invitation: Invitation) -> int:
    """How long all breaks of an attempt may take together: everybody's and this candidate's own."""
    return assessment.rules.break_minutes + invitation.break_minutes


def break_left(attempt: Attempt, allowed_minutes: int, now: datetime) -> int:
    """Whole seconds of breaks that are still to be had; of one that goes on, what is left of it."""
    left = allowed_minutes * 60 - attempt.break_seconds
    if attempt.on_break(now) and attempt.break_until is not None:
        left += math.ceil((attempt.break_until - now).total_seconds())
    return max(0, left)


def begin_break(attempt: Attempt, allowed_minutes: int, now: datetime) -> Attempt:
    """The attempt with its clock stopped for as long as may be. Raises WrongState or NotAllowed."""
    if attempt.state is not AttemptState.RUNNING or attempt.deadline_at is None:
        raise WrongState("A break is possible only while the clock runs.")
    if attempt.on_break(now):
        return attempt
    left = break_left(attempt, allowed_minutes, now)
    if attempt.seconds_left(now) <= 0:
        raise WrongState("The time is over, so there is no clock to stop.")
    if left < SHORTEST:
        raise NotAllowed("No time for breaks is left in this assessment.")
    return replace(
        attempt,
        break_started_at=now,
        break_until=now + timedelta(seconds=left),
        break_seconds=attempt.break_seconds + left,
        deadline_at=attempt.deadline_at + timedelta(seconds=left),
    )


def end_break(attempt: Attempt, now: datetime) -> Attempt:
    """The attempt with its clock running again; what was not used of the break is kept for later."""
    if not attempt.on_break(now) or attempt.break_until is None or attempt.deadline_at is None:
        return attempt
    unused = math.floor((attempt.break_until - now).total_seconds())
    return replace(
        attempt,
        break_until=now,
        break_seconds=attempt.break_seconds - unused,
        deadline_at=attempt.deadline_at - timedelta(seconds=unused),
    )
