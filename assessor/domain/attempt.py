"""The state machine of an attempt and its clock. Decides; never acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from assessor.errors import ChallengeTimeOver, DeadlinePassed, NotBegun, OnBreak, WrongState

GRACE = timedelta(seconds=30)
"""A request that was in flight at the deadline still counts for this long."""


class AttemptState(StrEnum):
    """Where an attempt stands."""

    INVITED = "invited"
    """The invitation exists; the candidate has not agreed to anything yet."""
    READY = "ready"
    """The candidate agreed; their sandboxes are prepared; practice is open; no clock runs."""
    RUNNING = "running"
    """The clock runs."""
    SUBMITTED = "submitted"
    """Handed in; gradings run."""
    GRADED = "graded"
    """Every submission has a verdict."""
    EXPIRED = "expired"
    """Never started before the invitation expired."""
    REVOKED = "revoked"
    """Withdrawn by staff."""


TRANSITIONS: dict[AttemptState, frozenset[AttemptState]] = {
    AttemptState.INVITED: frozenset({AttemptState.READY, AttemptState.EXPIRED, AttemptState.REVOKED}),
    AttemptState.READY: frozenset({AttemptState.RUNNING, AttemptState.EXPIRED, AttemptState.REVOKED}),
    AttemptState.RUNNING: frozenset({AttemptState.SUBMITTED, AttemptState.REVOKED}),
    AttemptState.SUBMITTED: frozenset({AttemptState.GRADED}),
    AttemptState.GRADED: frozenset({AttemptState.SUBMITTED}),
    AttemptState.EXPIRED: frozenset(),
    AttemptState.REVOKED: frozenset(),
}
"""Allowed moves. A graded attempt goes back to submitted while it is graded again."""

OVER = frozenset({AttemptState.SUBMITTED, AttemptState.GRADED, AttemptState.EXPIRED, AttemptState.REVOKED})
"""States in which the candidate can change nothing any more."""


@dataclass(frozen=True)
class Attempt:
    """One candidate's sitting. Times are aware UTC datetimes."""

    id: UUID
    organisation_id: UUID
    invitation_id: UUID
    assessment_id: UUID
    candidate_id: UUID
    state: AttemptState
    consented_at: datetime | None = None
    started_at: datetime | None = None
    deadline_at: datetime | None = None
    submitted_at: datetime | None = None
    graded_at: datetime | None = None
    score: float | None = None
    """0 to 100 over the whole assessment; None until graded."""
    credited_seconds: int = 0
    """Given back because the platform was at fault; the deadline includes them."""
    extended_seconds: int = 0
    """Added by staff while the clock ran; the deadline includes them."""
    break_started_at: datetime | None = None
    break_until: datetime | None = None
    """Until when the clock stands still at most; long past when there is no break."""
    break_seconds: int = 0
    """Of all breaks, the one that goes on counted in full; the deadline includes them."""

    @property
    def is_over(self) -> bool:
        """Whether the candidate can change nothing any more."""
        return self.state in OVER

    def seconds_left(self, now: datetime) -> float:
        """Seconds until the deadline, never negative; 0 where no clock runs."""
        if self.deadline_at is None or self.state is not AttemptState.RUNNING:
            return 0.0
        stands_until = max(now, self.break_until) if self.break_until else now
        return max(0.0, (self.deadline_at - stands_until).total_seconds())

    def on_break(self, now: datetime) -> bool:
        """Whether the clock stands still."""
        running = self.state is AttemptState.RUNNING
        return running and self.break_until is not None and now < self.break_until


@dataclass(frozen=True)
class ChallengeClock:
    """The time of one challenge that has a limit of its own; it began when the candidate first opened it."""

    started_at: datetime
    deadline_at: datetime


def require_move(state: AttemptState, to: AttemptState) -> None:
    """Raise WrongState unless an attempt may move from `state` to `to`."""
    if to not in TRANSITIONS[state]:
        raise WrongState(f"An attempt that is {state} cannot become {to}.")


def planned_minutes(minutes: int, extra_time_percent: int) -> int:
    """The whole minutes a candidate gets with an accommodation in percent, rounded up."""
    return -(-minutes * (100 + extra_time_percent) // 100)


def deadline(started_at: datetime, minutes: int, extra_time_percent: int) -> datetime:
    """When an attempt of `minutes` with an accommodation in percent ends."""
    return started_at + timedelta(minutes=planned_minutes(minutes, extra_time_percent))


def require_open(attempt: Attempt, now: datetime) -> None:
    """Raise WrongState, OnBreak or DeadlinePassed unless the candidate may still write (grace included)."""
    if attempt.state is not AttemptState.RUNNING:
        raise WrongState("This attempt is not running, so nothing can be changed in it.")
    if attempt.on_break(now):
        raise OnBreak()
    if attempt.deadline_at is not None and now > attempt.deadline_at + GRACE:
        raise DeadlinePassed()


def require_time(clock: ChallengeClock | None, now: datetime) -> None:
    """Raise NotBegun or ChallengeTimeOver unless a challenge with a limit of its own may be written; with grace."""
    if clock is None:
        raise NotBegun()
    if now > clock.deadline_at + GRACE:
        raise ChallengeTimeOver()


def challenge_seconds_left(attempt: Attempt, clock: ChallengeClock | None, now: datetime) -> float:
    """Seconds until the challenge or the whole attempt is over, whichever comes first; never negative.

    Without a clock of its own the challenge ends with the attempt.
    """
    whole = attempt.seconds_left(now)
    if clock is None or attempt.deadline_at is None:
        return whole
    earlier = (attempt.deadline_at - clock.deadline_at).total_seconds()
    return max(0.0, min(whole, whole - earlier))
