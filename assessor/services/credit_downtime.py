"""Time that a candidate lost because a server was down is given back: the deadline moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from assessor.domain.attempt import GRACE, Attempt, AttemptState
from assessor.domain.credit import Downtime, lost_seconds
from assessor.domain.events import EventKind
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, sandboxes

AHEAD = timedelta(minutes=1)
"""With so little time left a deadline moves while the server is still down, not only when it is back."""


def credit_downtime(work: Work, attempt: Attempt) -> Attempt:
    """Move the deadline of a running attempt, which this transaction has locked, by all that was lost and not yet
    given back; an event says how much. What is still down counts up to now; practice never counts."""
    if attempt.state is not AttemptState.RUNNING or attempt.started_at is None or attempt.deadline_at is None:
        return attempt
    total = lost_seconds(_downtimes(work, attempt), attempt.started_at)
    more = total - attempt.credited_seconds
    if more <= 0:
        return attempt
    ends = attempt.deadline_at + timedelta(seconds=more)
    work.record(attempt.id, EventKind.CREDITED, seconds=more, deadline=ends.isoformat())
    work.defer("expire", lock=f"attempt:{attempt.id}", at=ends + GRACE, attempt_id=str(attempt.id))
    return attempts.save(work.session, replace(attempt, deadline_at=ends, credited_seconds=total))


def credit_ahead(work: Work) -> int:
    """Give time back to every attempt that is nearly over while a server of it is down; how many there were."""
    near = sandboxes.down_attempts(work.session, work.now() + AHEAD)
    for attempt_id in near:
        credit_downtime(work, attempts.lock(work.session, attempt_id))
    return len(near)


def _downtimes(work: Work, attempt: Attempt) -> Iterator[Downtime]:
    practice = assessments.get(work.session, attempt.assessment_id).practice
    for event in attempts.events(work.session, attempt.id, EventKind.SANDBOX_REPAIRED):
        if practice is None or event.data["slug"] != practice.slug:
            yield datetime.fromisoformat(str(event.data["since"])), event.at
    for sandbox in sandboxes.of_attempt(work.session, attempt.id).values():
        if sandbox.down_since and (practice is None or sandbox.challenge_id != practice.id):
            yield sandbox.down_since, work.now()
