"""`assessor regrade` and `assessor verdict`: what a grading stands on."""

from __future__ import annotations

import sys
from contextlib import closing
from uuid import UUID

import click

from assessor.bootstrap import bootstrap
from assessor.cli.output import progress_to_stderr
from assessor.domain.outcomes import GradingResult
from assessor.domain.reproduction import fingerprint
from assessor.services.regrade import Regraded, apply_regrade, regrade
from assessor.services.reproduce_verdict import Reproduction, StoredVerdict, find_verdict, reproduce_verdict


@click.command("regrade")
@click.option("--assessment", "assessment_id", type=click.UUID, required=True, help="Id of the assessment.")
@click.option("--dry-run", is_flag=True, help="Show who would change and why, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before changing anything.")
def regrade_command(assessment_id: UUID, dry_run: bool, yes: bool) -> None:
    """Grade the graded attempts of an assessment again; old verdicts are kept beside the new ones."""
    tell = progress_to_stderr()
    with closing(bootstrap(progress=tell)) as application:
        done = regrade(application.work, application.provider(tell), assessment_id, tell)
        changed = [item for item in done if item.changes]
        for item in changed:
            click.echo(_describe(item))
        click.echo(f"answers graded again: {len(done)}, changed: {len(changed)}")
        if dry_run or not changed:
            return
        if not yes:
            click.confirm("Write these changes?", abort=True)
        click.echo(f"attempts with another score: {apply_regrade(application.work, done)}")


def _describe(item: Regraded) -> str:
    lines = [f"{item.candidate}, {item.submission.slug} ({item.submission.receipt})"]
    lines += [f"    {change}" for change in item.changes]
    lines += [f"    because of another {cause}" for cause in item.causes]
    return "\n".join(lines)


@click.command("verdict")
@click.argument("submission")
@click.option(
    "--reproduce", is_flag=True, help="Grade it once more and compare bit for bit; fails if it differs."
)
def verdict_command(submission: str, reproduce: bool) -> None:
    """Show the verdict on a SUBMISSION (its id or receipt) and all that it stands on."""
    tell = progress_to_stderr()
    with closing(bootstrap(progress=tell)) as application:
        if not reproduce:
            with application.work(readonly=True) as work:
                click.echo(_stored(find_verdict(work, submission)))
            return
        done = reproduce_verdict(application.work, application.provider(tell), submission)
    click.echo(_stored(done.stored))
    click.echo(_compared(done))
    sys.exit(0 if done.same else 1)


def _stored(stored: StoredVerdict) -> str:
    known, result = stored.submission, stored.result
    lines = [f"submission   {known.id}", f"receipt      {known.receipt}", f"challenge    {known.slug}"]
    return "\n".join([*lines, f"text sha256  {known.text_sha256}", *_result(result)])


def _result(result: GradingResult) -> list[str]:
    made = result.provenance
    lines = [
        f"verdict      {result.verdict}, {result.score:g} of 100",
        f"fingerprint  {fingerprint(result)}",
        f"pack         {made.pack_hash}",
        f"grader       version {made.grader_version}, provider {made.provider}",
        f"server       {made.server_version} in {made.image or 'no lab was needed'}",
    ]
    lines += [f"seed         {made.seed}"] if made.seed else []
    return lines + [
        f"    {o.verdict:<16} {o.points:>6g} of {o.max_points:<6g} {o.check}: {o.message}"
        for o in result.outcomes
    ]


def _compared(done: Reproduction) -> str:
    if done.same:
        return f"reproduced   the same, bit for bit ({fingerprint(done.again)})"
    lines = [f"reproduced   NOT the same: {fingerprint(done.again)}"]
    lines += [f"    {change}" for change in done.changes]
    return "\n".join(lines + [f"    another {cause}" for cause in done.causes])
