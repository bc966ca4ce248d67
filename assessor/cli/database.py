"""`assessor database`: start, stop and migrate."""

from __future__ import annotations

import os
from contextlib import closing

import click

from assessor.bootstrap import bootstrap, embedded_server, make_login
from assessor.cli.output import progress_to_stderr
from assessor.config import load_settings
from assessor.errors import ConfigurationError

PASSWORD = "DATABASE_LOGIN_PASSWORD"  # noqa: S105 - the name of the environment variable


@click.group("database")
def database_group() -> None:
    """The application database."""


@database_group.command("migrate")
@click.option(
    "--login", is_flag=True, help=f"Also make the login that owns nothing; its password is in {PASSWORD}."
)
def migrate(login: bool) -> None:
    """Bring the application database up to date, as the owner of its tables."""
    with closing(bootstrap(progress=progress_to_stderr())) as application:
        if login:
            make_login(application.database, _login_password())
    click.echo("The application database is up to date.")


def _login_password() -> str:
    password = os.environ.get(PASSWORD, "")
    if not password:
        raise ConfigurationError([f"{PASSWORD} is empty: the login needs a password."])
    return password


@database_group.command("start")
def start() -> None:
    """Start the embedded PostgreSQL and leave it running; prints its URI, which holds its secret."""
    click.echo(embedded_server(load_settings(os.environ)).start(progress_to_stderr()))


@database_group.command("stop")
def stop() -> None:
    """Stop the embedded PostgreSQL. Not running is success."""
    embedded_server(load_settings(os.environ)).stop()
    click.echo("The embedded PostgreSQL is stopped.")
