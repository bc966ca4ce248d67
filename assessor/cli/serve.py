"""`assessor web` and `assessor worker`."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import closing

import click

from assessor.bootstrap import bootstrap
from assessor.cli.output import progress_to_stderr
from assessor.cli.ports import require_free
from assessor.config import Settings, load_settings
from assessor.worker import run_worker

GRACEFUL_SECONDS = 30


def gunicorn_command(settings: Settings) -> list[str]:
    """The command line of the web server: threads, since a request mostly waits for PostgreSQL."""
    return [
        *(sys.executable, "-m", "gunicorn", "assessor.app:create_wsgi()"),
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "16"),
        *("--graceful-timeout", str(GRACEFUL_SECONDS), "--log-level", "warning"),
    ]


@click.command("web")
def web_command() -> None:
    """Serve the pages with gunicorn. A worker must run too."""
    settings = load_settings(os.environ)
    require_free(settings.host, settings.port)
    command = gunicorn_command(settings)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter, no shell


@click.command("worker")
def worker_command() -> None:
    """Start sandboxes, grade submissions, watch deadlines, clean up."""
    settings = load_settings(os.environ)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    with closing(bootstrap(progress=progress_to_stderr())) as application:
        application.provider(progress_to_stderr())
        run_worker(application)
