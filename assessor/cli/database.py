"""`assessor database`: start, stop and migrate."""

from __future__ import annotations

import os

import click

from assessor.bootstrap import bootstrap, embedded_server
from assessor.cli.output import progress_to_stderr
from assessor.config import load_settings


@click.group("database")
def database_group() -> None:
    """The application database."""


@database_group.command("migrate")
def migrate() -> None:
    """Bring the application database up to date."""
    bootstrap(progress=progress_to_stderr()).close()
    click.echo("The application database is up to date.")


@database_group.command("start")
def start() -> None:
    """Start the embedded PostgreSQL and leave it running; prints its URI, which holds its secret."""
    click.echo(embedded_server(load_settings(os.environ)).start(progress_to_stderr()))


@database_group.command("stop")
def stop() -> None:
    """Stop the embedded PostgreSQL. Not running is success."""
    embedded_server(load_settings(os.environ)).stop()
    click.echo("The embedded PostgreSQL is stopped.")
