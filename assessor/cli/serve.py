"""`assessor web`, `assessor worker` and `assessor broker`.

Each imports what it needs and no more, so that a broker that died is soon back: candidates wait for it.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import closing

import click

from assessor.cli.output import progress_to_stderr
from assessor.cli.ports import require_free
from assessor.config import Settings, home_of, load_settings

GRACEFUL_SECONDS = 30


def gunicorn_command(settings: Settings) -> list[str]:
    """The command line of the web server: threads, since a request mostly waits for PostgreSQL.

    A run holds one for up to its time limit, and nobody's autosave may wait for that: more than who sits at once.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "assessor.app:create_wsgi()"),
        *("--bind", f"{settings.host}:{settings.port}"),
        # Two processes, so that one candidate's page is not worked out in the time of another's run.
        *("--worker-class", "gthread", "--workers", "2", "--threads", "64"),
        # A browser that saves every few seconds need not connect anew each time; an idle connection holds no thread.
        *("--keep-alive", "75"),
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
    from assessor.bootstrap import bootstrap
    from assessor.worker import run_worker

    settings = load_settings(os.environ)
    _log_to_stderr(settings.log_level)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    with closing(bootstrap(progress=progress_to_stderr())) as application:
        application.provider(progress_to_stderr())
        run_worker(application)


@click.command("broker")
def broker_command() -> None:
    """Keep candidates' sessions open between runs. One on each host that serves pages."""
    from assessor import collector
    from assessor.broker.server import serve
    from assessor.folders import broker_ledger, broker_socket

    # Not all settings: it needs no secret and no database, so it is given none.
    home = home_of(os.environ)
    _log_to_stderr(os.environ.get("ASSESSOR_LOG_LEVEL", "info"))
    collector.settle()
    serve(broker_socket(home), broker_ledger(home))


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
