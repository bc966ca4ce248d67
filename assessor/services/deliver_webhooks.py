"""The outbox of webhooks is emptied: each thing at least once, those of one attempt in their order."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby

from assessor.domain.webhooks import Delivery, DeliveryState, retry_at, signature
from assessor.errors import UserError
from assessor.outgoing.post import Answer, send
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import webhooks
from assessor.storage.queries.webhooks import Due

BATCH = 200
AT_ONCE = 8
ROUND_SECONDS = 20.0
KEPT = timedelta(days=30)
MAX_ERROR = 200


def deliver_webhooks(
    open_work: WorkFactory, *, loopback: bool = False, seconds: float = ROUND_SECONDS
) -> int:
    """Send what is due, for about so long; how many were accepted.

    Every try is settled in a transaction of its own after it, so a worker that is killed in between sends it again,
    with the same id: whoever receives it tells the two apart by that.
    """
    until, accepted = time.monotonic() + seconds, 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while time.monotonic() < until:
            with open_work() as work:
                found = webhooks.due(work.session, work.now(), BATCH)
            lanes = _by_endpoint(found)
            done = sum(pool.map(lambda lane: _lane(open_work, lane, until, loopback=loopback), lanes))
            accepted += done
            if not done:
                break
    return accepted


def _by_endpoint(found: Iterable[Due]) -> list[Sequence[Due]]:
    ordered = sorted(found, key=lambda each: each.delivery.endpoint_id)
    return [list(lane) for _, lane in groupby(ordered, key=lambda each: each.delivery.endpoint_id)]


def _lane(open_work: WorkFactory, lane: Sequence[Due], until: float, *, loopback: bool) -> int:
    """What goes to one endpoint, one after another; one that takes nothing is left alone until the next round."""
    accepted = 0
    for each in lane:
        if time.monotonic() >= until:
            break
        answer = _send(open_work, each, loopback=loopback)
        with open_work() as work:
            _settle(work, each.delivery, answer)
        if not answer.accepted:
            break
        accepted += 1
    return accepted


def _send(open_work: WorkFactory, due: Due, *, loopback: bool) -> Answer:
    with open_work() as work:
        now = work.now()
        try:
            secret = work.vault.open(due.secret)
        except UserError as error:
            return Answer(0, error.message)
    body = payload(due.delivery)
    stamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "assessor-webhooks",
        "webhook-id": str(due.delivery.id),
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, str(due.delivery.id), stamp, body),
    }
    try:
        return send(due.url, body, headers, loopback=loopback)
    except UserError as error:
        return Answer(0, error.message)


def payload(delivery: Delivery) -> bytes:
    """What is told: the same bytes each time."""
    told = {
        "type": delivery.type.value,
        "timestamp": delivery.created_at.isoformat(),
        "data": dict(delivery.data),
    }
    return json.dumps(told, sort_keys=True).encode()


def _settle(work: Work, delivery: Delivery, answer: Answer) -> None:
    now = work.now()
    state, due_at, error = DeliveryState.DELIVERED, delivery.due_at, ""
    if not answer.accepted:
        again: datetime | None = retry_at(now, delivery.tries + 1, secrets.randbelow(1_000) / 1_000)
        state = DeliveryState.WAITING if again else DeliveryState.DEAD
        due_at, error = again or now, answer.text[:MAX_ERROR]
    webhooks.settle(work.session, delivery.id, state, due_at, now, answer.status, error)


def forget_deliveries(work: Work) -> int:
    """Forget what was delivered long ago; how many."""
    return webhooks.forget(work.session, work.now() - KEPT)
