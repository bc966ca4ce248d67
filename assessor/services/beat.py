"""A web process says every few seconds that it can write. When it could not, candidates could not either."""

from __future__ import annotations

from datetime import timedelta

from assessor.domain.credit import SILENCE
from assessor.services.credit_downtime import credit_downtime
from assessor.services.work import Work
from assessor.storage.queries import attempts, outages

EVERY = timedelta(seconds=3)


def beat(work: Work) -> timedelta | None:
    """Write the pulse; how long the outage was that ends with it, or None if there was none.

    A silence is an outage of the pages, of the database, or of both; whose clock ran gets the time back.
    """
    now = work.now()
    before = outages.beat(work.session, now)
    if before is None or now - before <= SILENCE:
        return None
    outages.add(work.session, before, now)
    for attempt_id in attempts.running(work.session):
        credit_downtime(work, attempts.lock(work.session, attempt_id))
    return now - before
