"""The job worker: the only process that starts and removes servers."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

import procrastinate

from assessor.bootstrap import Application
from assessor.jobs import JobContext, register
from assessor.storage.queue import GRADING, PEOPLE

PEOPLE_AT_ONCE = 4
"""Jobs that somebody waits for: mostly waiting for an engine, so more than cores."""
GRACEFUL_SECONDS = 30.0


def build_worker(application: Application) -> procrastinate.App:
    """The procrastinate App with all jobs, not yet opened."""
    connector = procrastinate.PsycopgConnector(conninfo=application.database.dsn, min_size=1, max_size=6)
    app = procrastinate.App(connector=connector)
    register(app, JobContext(application.work, application.sandbox_host()))
    return app


def run_worker(application: Application) -> None:
    """Work until SIGINT or SIGTERM; jobs in progress get half a minute to end."""
    asyncio.run(_work(build_worker(application), application.settings.worker_concurrency))


async def _work(app: procrastinate.App, gradings_at_once: int) -> None:
    """Two lanes, so that a candidate who waits for a server never queues behind gradings."""
    async with app.open_async():
        lanes = asyncio.gather(_lane(app, PEOPLE, PEOPLE_AT_ONCE), _lane(app, GRADING, gradings_at_once))
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
        install_signal_handlers=False,
    )
