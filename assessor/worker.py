"""The job worker: the only process that starts and removes servers."""

from __future__ import annotations

import asyncio
import signal
from contextlib import closing, suppress

import procrastinate

from assessor.bootstrap import Application
from assessor.domain.pool import STARTS_AT_ONCE
from assessor.grading.lab_pool import WarmLabs
from assessor.jobs import JobContext, register
from assessor.jobs.stalled import DEAD_SECONDS, HEARTBEAT_SECONDS
from assessor.storage.queue import GRADING, MAIL, PEOPLE, PRACTICE, STARTS, WEBHOOKS
from sandbox.provider import SandboxProvider

PEOPLE_AT_ONCE = 4
"""Jobs that somebody waits for: mostly waiting for an engine, so more than cores."""
CONNECTIONS = 8
GRACEFUL_SECONDS = 30.0
POLLING_SECONDS = 2.0
"""A new job is told at once; this is for one that goes back into the queue."""


def build_worker(application: Application, labs: SandboxProvider | None = None) -> procrastinate.App:
    """The procrastinate App with all jobs, not yet opened; `labs` if gradings run elsewhere than sandboxes."""
    connector = procrastinate.PsycopgConnector(
        conninfo=application.database.platform_dsn, min_size=1, max_size=CONNECTIONS
    )
    app = procrastinate.App(connector=connector)
    host = application.sandbox_host()
    context = JobContext(
        application.work,
        host,
        labs or host.provider,
        pool_memory_mb=application.pool_memory_mb(),
        idle_minutes=application.settings.idle_minutes,
        post=application.post_office(),
        webhook_loopback=application.settings.webhook_loopback,
    )
    register(app, context)
    return app


def run_worker(application: Application) -> None:
    """Work until SIGINT or SIGTERM; jobs in progress get half a minute to end."""
    with closing(WarmLabs(application.provider())) as labs:
        asyncio.run(_work(build_worker(application, labs), application.settings.worker_concurrency))


async def _work(app: procrastinate.App, gradings_at_once: int) -> None:
    """A lane for each queue, so that nobody who waits for a server queues behind gradings, and no deadline or repair
    behind a hundred who want to start."""
    at_once = {
        PEOPLE: PEOPLE_AT_ONCE,
        STARTS: STARTS_AT_ONCE,
        GRADING: gradings_at_once,
        PRACTICE: 1,
        MAIL: 1,
        WEBHOOKS: 1,
    }
    async with app.open_async():
        lanes = asyncio.gather(*(_lane(app, queue, count) for queue, count in at_once.items()))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lanes.cancel)
        with suppress(asyncio.CancelledError):
            await lanes


async def _lane(app: procrastinate.App, queue: str, at_once: int) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=queue,
        concurrency=at_once,
        shutdown_graceful_timeout=GRACEFUL_SECONDS,
        delete_jobs="successful",
        fetch_job_polling_interval=POLLING_SECONDS,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=DEAD_SECONDS,
        install_signal_handlers=False,
    )
