"""`assessor audit`: the log of what staff did."""

from __future__ import annotations

import json
import sys
from contextlib import closing

import click

from assessor.bootstrap import bootstrap
from assessor.services.audit_log import export_log, verify_log


@click.group("audit")
def audit_group() -> None:
    """The log of what staff did."""


@audit_group.command("verify")
@click.argument("organisation")
@click.option(
    "--at-least", default=0, help="How many entries there were when you looked last; fewer are a break."
)
def verify(organisation: str, at_least: int) -> None:
    """Hold every entry of ORGANISATION's log against the one before it; fails with the first that was changed."""
    with closing(bootstrap()) as application, application.work(readonly=True) as work:
        number, broken = verify_log(work, organisation)
    if broken is None and number < at_least:
        broken = f"The log has {number} entries, and had {at_least}."
    if broken:
        click.echo(broken)
        sys.exit(1)
    click.echo(f"{number} entries, as they were written.")


@audit_group.command("export")
@click.argument("organisation")
def export(organisation: str) -> None:
    """Print ORGANISATION's log, one JSON object a line, with all that is needed to verify it elsewhere."""
    with closing(bootstrap()) as application, application.work(readonly=True) as work:
        for entry in export_log(work, organisation):
            click.echo(json.dumps(entry.to_json()))
