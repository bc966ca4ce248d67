"""`assessor candidate`: what is held about one person."""

from __future__ import annotations

import json
from contextlib import closing
from uuid import UUID

import click

from assessor.bootstrap import bootstrap
from assessor.domain.retention import Why
from assessor.services.erase_candidate import erase_candidate, export_candidate
from assessor.services.get_user import find_by_email

_AS = click.option("--as", "email", required=True, help="E-mail of the administrator who asks for it.")


@click.group("candidate")
def candidate_group() -> None:
    """All that is held about one candidate."""


@candidate_group.command("export")
@click.argument("candidate", type=click.UUID)
@_AS
def export(candidate: UUID, email: str) -> None:
    """Print all that is held about CANDIDATE (their id) as JSON, by table."""
    with closing(bootstrap()) as application, application.work() as work:
        held = export_candidate(work, find_by_email(work, email), candidate)
    click.echo(json.dumps(held, indent=2, default=str))


@candidate_group.command("erase")
@click.argument("candidate", type=click.UUID)
@_AS
@click.option(
    "--confirm", prompt="The candidate's name or e-mail", help="Their name or e-mail, as it is known."
)
@click.option(
    "--why",
    type=click.Choice([each.value for each in Why]),
    default=Why.ASKED.value,
    show_default=True,
    help="What the audit log says.",
)
def erase(candidate: UUID, email: str, confirm: str, why: str) -> None:
    """Erase CANDIDATE (their id) everywhere. This cannot be undone."""
    with closing(bootstrap()) as application, application.work() as work:
        deleted = erase_candidate(work, find_by_email(work, email), candidate, confirm, Why(why))
    click.echo(f"Erased: {deleted} rows are deleted, and what stays names nobody.")
