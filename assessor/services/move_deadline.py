"""The deadline of a running attempt moves, with those of its challenges that are still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assessor.domain.attempt import GRACE, Attempt
from assessor.services.work import Work
from assessor.storage.queries import attempts, clocks


def move_deadline(work: Work, attempt: Attempt, by: timedelta) -> Attempt:
    """Move every deadline of an attempt that this transaction has locked to later.

    A challenge whose time ended less than `by` ago is open again: it ended within what is given.
    """
    assert attempt.deadline_at is not None  # noqa: S101 - whoever moves it has seen that the clock runs
    clocks.move(work.session, attempt.id, by, open_after=work.now() - by)
    return keep_deadline(work, replace(attempt, deadline_at=attempt.deadline_at + by))


def keep_deadline(work: Work, attempt: Attempt) -> Attempt:
    """Store an attempt and have it looked at when its deadline is over."""
    assert attempt.deadline_at is not None  # noqa: S101 - as above
    at = attempt.deadline_at + GRACE
    work.defer("expire", lock=f"attempt:{attempt.id}", at=at, attempt_id=str(attempt.id))
    return attempts.save(work.session, attempt)
