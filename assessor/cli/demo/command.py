"""The command: what it prepares, runs, prints and stops."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from assessor.bootstrap import Application, bootstrap, forget_installation
from assessor.cli.demo import data as demo_data
from assessor.cli.demo.data import DemoData
from assessor.cli.demo.once import Once
from assessor.cli.demo.past import finish_some_attempts
from assessor.cli.demo.processes import running
from assessor.cli.output import progress_to_stderr
from assessor.cli.ports import free_port, require_free
from assessor.packs.loader import Pack
from sandbox.clearing import remove_servers
from sandbox.errors import SandboxError
from sandbox.provider import Progress

DEFAULT_PORT = 8000


@click.command("demo")
@click.option("--once", is_flag=True, help="Prove the whole way on a temporary data folder, print JSON, end.")
@click.option("--provider", type=click.Choice(["auto", "docker", "process"]), help="Where servers run.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Port of the pages; default {DEFAULT_PORT}.")
def demo_command(once: bool, provider: str | None, port: int | None) -> None:
    """Try assessor: an organisation, an assessment, finished attempts, a fresh invitation."""
    signal.signal(signal.SIGTERM, _interrupt)
    tell = progress_to_stderr()
    if once:
        with temporary_home() as home:
            result = prove_once(settings_for(home, provider, port or free_port()), tell)
        click.echo(json.dumps(result, indent=2))
        sys.exit(0 if result["ok"] else 1)
    serve(settings_for(None, provider, port or int(os.environ.get("ASSESSOR_PORT", DEFAULT_PORT))), tell)


def settings_for(home: Path | None, provider: str | None, port: int) -> dict[str, str]:
    """The environment of a demo: the caller's, with what the options say."""
    environ = {**os.environ, "ASSESSOR_PORT": str(port)}
    environ["ASSESSOR_BASE_URL"] = f"http://{environ.get('ASSESSOR_HOST', '127.0.0.1')}:{port}"
    if provider:
        environ["ASSESSOR_PROVIDER"] = provider
    if home:
        environ["ASSESSOR_HOME"] = str(home)
        environ.pop("DATABASE_URL", None)
    return environ


def prove_once(environ: dict[str, str], tell: Progress) -> dict[str, Any]:
    """The JSON of `assessor demo --once`."""
    loaded = demo_data.packs()
    with demo_application(environ, tell) as application:
        data = demo_data.create(application, loaded)
        provider = application.provider().name
        with running(application.settings, application.database.dsn, provider):
            tell(f"pages at {application.settings.base_url}")
            return Once(application, data, demo_data.tasks(loaded), tell).run()


def serve(environ: dict[str, str], tell: Progress) -> None:
    """Run until Ctrl-C."""
    loaded = demo_data.packs()
    with (
        demo_application(environ, tell) as application,
        running(application.settings, application.database.dsn, application.provider().name),
    ):
        data = _data(application, loaded, tell)
        invitation = demo_data.invite(application, data, "Sam Newcomer")
        click.echo(_welcome(application, data, demo_data.invite_link(application, invitation)))
        signal.pause()


def _data(application: Application, loaded: list[Pack], tell: Progress) -> DemoData:
    """The data of an earlier demo on this folder, or fresh data with a few finished attempts."""
    path = application.settings.home / "demo.json"
    data = DemoData.load(path)
    if data is None:
        data = demo_data.create(application, loaded)
        finish_some_attempts(application, data, demo_data.tasks(loaded), tell)
        data.save(path)
    return data


@contextmanager
def demo_application(environ: dict[str, str], tell: Progress) -> Iterator[Application]:
    """The application with its provider ready; at the end every server that it started is removed."""
    require_free(environ.get("ASSESSOR_HOST", "127.0.0.1"), int(environ["ASSESSOR_PORT"]))
    tell("starting the application database")
    with closing(bootstrap(environ, tell)) as application:
        application.provider(tell)
        try:
            yield application
        finally:
            tell("stopping everything that was started")
            _remove_servers(application)


def _remove_servers(application: Application) -> None:
    try:
        remove_servers(application.provider())
    except SandboxError as error:
        click.echo(f"assessor: some servers may be left over: {error}", err=True)


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A data folder that is gone afterwards; an unprivileged server may walk through it but not list it."""
    home = Path(tempfile.mkdtemp(prefix="assessor-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        forget_installation(home)
        shutil.rmtree(home, ignore_errors=True)


def _welcome(application: Application, data: DemoData, link: str) -> str:
    base_url = application.settings.base_url
    return f"""
assessor runs at {base_url}

  As a hiring manager:  {base_url}/sign-in
      e-mail            {demo_data.MANAGER}
      password          {data.password}
  As a candidate:       {link}
      (open it in another browser or a private window)

  Data and logs: {application.settings.home}
  Ctrl-C stops everything."""


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt
