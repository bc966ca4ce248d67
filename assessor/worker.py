"""The job worker: the only process that starts and removes servers."""

from __future__ import annotations

import procrastinate

from assessor.bootstrap import Application
from assessor.jobs import JobContext, register


def build_worker(application: Application) -> procrastinate.App:
    """The procrastinate App with all jobs, not yet opened."""
    connector = procrastinate.PsycopgConnector(conninfo=application.database.dsn, min_size=1, max_size=4)
    app = procrastinate.App(connector=connector)
    register(app, JobContext(application.work, application.sandbox_host()))
    return app


def run_worker(application: Application) -> None:
    """Work until SIGINT or SIGTERM; jobs in progress get half a minute to end."""
    app = build_worker(application)
    app.run_worker(
        concurrency=application.settings.worker_concurrency,
        fetch_job_polling_interval=5.0,
        shutdown_graceful_timeout=30.0,
        delete_jobs="successful",
    )
