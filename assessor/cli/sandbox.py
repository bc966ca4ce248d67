"""`assessor sandbox`: build the image, see what runs, clean up."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime

import click

from assessor.bootstrap import audit_server, bootstrap, build_server_image, choose_provider
from assessor.cli.output import progress_to_stderr, table
from assessor.config import load_settings
from assessor.services.reap_sandboxes import reap_sandboxes
from sandbox.audit import Audit


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


@sandbox_group.command("audit")
@click.argument("sandbox_id", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@click.pass_context
def audit(context: click.Context, sandbox_id: str | None, as_json: bool) -> None:
    """Hold a container against the CIS Docker Benchmark, section 5, and our own list.

    Looks at the running server of SANDBOX_ID (see ls), else at one that is started now and removed again. Changes
    nothing. Exits with 1 if anything fails.
    """
    found = audit_server(load_settings(os.environ), sandbox_id, progress_to_stderr())
    click.echo(json.dumps(_audit_object(found), indent=2) if as_json else _audit_table(found))
    context.exit(0 if found.ok else 1)


def _audit_table(audit: Audit) -> str:
    rows = [[f.outcome.value, f.id, f.title, f.reason] for f in audit.findings]
    counts = ", ".join(f"{number} {outcome}" for outcome, number in audit.counts().items())
    return f"{table(['OUTCOME', 'ID', 'REQUIREMENT', 'REASON'], rows)}\n\n{audit.subject}: {counts}"


def _audit_object(audit: Audit) -> dict[str, object]:
    findings = [asdict(finding) for finding in audit.findings]
    return {"sandbox": audit.subject, "ok": audit.ok, **audit.counts(), "findings": findings}


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
    """Remove servers that nobody owns and templates that nobody needs; request again what is gone."""
    with closing(bootstrap(progress=progress_to_stderr())) as application:
        done = reap_sandboxes(application.work, application.provider())
    click.echo(f"{done.kept} kept, {done.removed} removed, {done.replaced} requested again")


def _age(started_at: datetime) -> str:
    seconds = int((datetime.now(UTC) - started_at).total_seconds())
    minutes, hours = seconds // 60, seconds // 3600
    return f"{hours} h" if hours else f"{minutes} min" if minutes else f"{seconds} s"
