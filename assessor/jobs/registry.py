"""Which tasks there are and when the periodic ones run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import procrastinate

from assessor.jobs.contest import apply_contest, shadow_regrade
from assessor.jobs.context import JobContext
from assessor.jobs.expire import expire, expire_all
from assessor.jobs.grade import grade
from assessor.jobs.life import find_idle, patrol, repair, suspend, watch
from assessor.jobs.mail import remind, run_import, send, send_reset
from assessor.jobs.pool import refill, warm
from assessor.jobs.prepare import prepare
from assessor.jobs.provision import provision
from assessor.jobs.reap import reap
from assessor.jobs.remove_server import remove_server
from assessor.jobs.retain import retain
from assessor.jobs.stalled import retry_stalled
from assessor.jobs.stop_sandboxes import stop_sandboxes
from assessor.jobs.sweep import sweep
from assessor.jobs.webhooks import deliver
from assessor.storage.queue import PEOPLE, queue_of

__all__ = ["JobContext", "register"]

Job = Callable[..., None]

TASKS: dict[str, Job] = {
    "provision": provision,
    "warm": warm,
    "remove_server": remove_server,
    "repair": repair,
    "suspend": suspend,
    "grade": grade,
    "expire": expire,
    "stop_sandboxes": stop_sandboxes,
    "prepare": prepare,
    "shadow_regrade": shadow_regrade,
    "apply_contest": apply_contest,
    "run_import": run_import,
    "send_reset": send_reset,
}
PERIODIC: dict[str, tuple[str, Job]] = {
    "expire_all": ("* * * * * */30", expire_all),
    "refill": ("* * * * * */5", refill),
    "watch": ("* * * * * */3", watch),
    "patrol": ("* * * * * 1-59/3", patrol),
    "find_idle": ("* * * * * 30", find_idle),
    "reap": ("* * * * * 15", reap),
    "sweep": ("* * * * * 45", sweep),
    "send": ("* * * * * */2", send),
    "deliver": ("* * * * * */2", deliver),
    "remind": ("* * * * * 20", remind),
    "retain": ("*/5 * * * * 50", retain),
}
"""Cron lines with seconds behind, as croniter reads them."""

RETRY = procrastinate.RetryStrategy(max_attempts=3, wait=5)
"""For what the services themselves do not retry, e.g. a lost connection to the application database."""


def register(app: procrastinate.App, context: JobContext) -> None:
    """Make every job a task of the worker's app."""
    for name, job in TASKS.items():
        app.task(name=name, retry=RETRY)(partial(_call, job, context))
    for name, (cron, job) in PERIODIC.items():
        task = app.task(name=name, queue=queue_of(name), lock=name, queueing_lock=name)(
            partial(_call_periodic, job, context)
        )
        app.periodic(cron=cron)(task)
    free: Any = partial(retry_stalled, app)
    task = app.task(name="retry_stalled", queue=PEOPLE, queueing_lock="retry_stalled")(free)
    app.periodic(cron="* * * * * */5")(task)


def _call(job: Job, context: JobContext, **arguments: Any) -> None:
    job(context, **arguments)


def _call_periodic(job: Job, context: JobContext, timestamp: int) -> None:
    job(context)
