"""Time that a candidate lost because a server or the platform was down is given back: the deadline moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from assessor.domain.attempt import Attempt, AttemptState
from assessor.domain.credit import SILENCE, Downtime, lost_seconds, outside
from assessor.domain.events import EventKind
from assessor.services.move_deadline import move_deadline
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, outages, sandboxes

AHEAD = timedelta(minutes=1)
"""With so little time left a deadline moves while the server is still down, not only when it is back."""


def credit_downtime(work: Work, attempt: Attempt) -> Attempt:
    """Move the deadline of a running attempt, which this transaction has locked, by all that was lost and not yet
    given back; an event says how much. What is still down counts up to now; practice never counts."""
    if attempt.state is not AttemptState.RUNNING or attempt.started_at is None or attempt.deadline_at is None:
        return attempt
    down = [*_downtimes(work, attempt), *_outages(work, attempt.started_at)]
    total = lost_seconds(outside(down, _breaks(work, attempt)), attempt.started_at)
    more = total - attempt.credited_seconds
    if more <= 0:
        return attempt
    by = timedelta(seconds=more)
    work.record(attempt.id, EventKind.CREDITED, seconds=more, deadline=(attempt.deadline_at + by).isoformat())
    return move_deadline(work, replace(attempt, credited_seconds=total), by)


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


def _outages(work: Work, since: datetime) -> Iterator[Downtime]:
    """When nobody could use the pages; one that goes on counts up to now."""
    yield from outages.after(work.session, since)
    pulse = outages.pulse(work.session)
    if pulse is not None and work.now() - pulse > SILENCE:
        yield pulse, work.now()


def _breaks(work: Work, attempt: Attempt) -> list[Downtime]:
    """When the clock stood still: from each break's event to its end, or to when it ended by itself."""
    taken: list[Downtime] = []
    for event in attempts.events(work.session, attempt.id, EventKind.BREAK, EventKind.RESUMED):
        if event.kind is EventKind.BREAK:
            taken.append((event.at, datetime.fromisoformat(str(event.data["until"]))))
        elif taken:
            taken[-1] = (taken[-1][0], event.at)
    return taken
