"""`assessor sandbox`: build the image, see what runs, clean up."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime

import click

from assessor.bootstrap import bootstrap, build_server_image, choose_provider
from assessor.cli.output import progress_to_stderr, table
from assessor.config import load_settings
from assessor.services.reap_sandboxes import reap_sandboxes


@click.group("sandbox")
def sandbox_group() -> None:
    """Candidates' PostgreSQL servers."""


@sandbox_group.command("build")
@click.option(
    "--base", help="Image with PostgreSQL to build on; default: a local Debian base, else postgres:18."
)
def build(base: str | None) -> None:
    """Build the server image. Without a registry a base is made by mmdebstrap (as root); see CONTRIBUTING."""
    click.echo(build_server_image(base, progress_to_stderr()))


@sandbox_group.command("check")
def check() -> None:
    """Say which provider is used, and what isolation it gives."""
    provider = choose_provider(load_settings(os.environ), progress_to_stderr())
    click.echo(provider.describe())


@sandbox_group.command("ls")
def ls() -> None:
    """List every server of this installation."""
    found = choose_provider(load_settings(os.environ)).list()
    rows = [
        [s.id, s.state.value, s.owner.purpose, s.owner.subject, s.template_label, _age(s.started_at)]
        for s in found
    ]
    click.echo(table(["ID", "STATE", "PURPOSE", "SUBJECT", "TEMPLATE", "AGE"], rows))


@sandbox_group.command("reap")
def reap() -> None:
    """Remove what nobody owns, request again what is gone."""
    with closing(bootstrap(progress=progress_to_stderr())) as application:
        done = reap_sandboxes(application.work, application.provider())
    click.echo(f"{done.kept} kept, {done.removed} removed, {done.replaced} requested again")


def _age(started_at: datetime) -> str:
    seconds = int((datetime.now(UTC) - started_at).total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    return f"{hours} h" if hours else f"{minutes} min" if minutes else f"{seconds} s"
