"""`assessor pack`: start a new one, let packs prove themselves, explain a query, load them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from assessor.bootstrap import bootstrap, choose_provider
from assessor.cli.coverage import coverage_command
from assessor.cli.explain import explain_command
from assessor.cli.output import progress_to_stderr, table
from assessor.config import load_settings
from assessor.errors import InvalidInput, PackInvalid
from assessor.kinds import SECRETS, verify_pack
from assessor.packs.loader import Pack, find_packs, load_packs
from assessor.packs.new import new_pack
from assessor.packs.verify import VerifyReport
from assessor.resources import resource
from assessor.services.load_challenge import load_challenge
from sandbox.provider import Progress, SandboxProvider

_MUTANTS = ("mutants", "killed", "equivalent", "survived", "killed by made")
"""What a report counts of them; a dash where they could not be tried."""

PACKS_AT_ONCE = 2


@click.group("pack")
def pack_group() -> None:
    """Challenges as folders that prove themselves."""


@pack_group.command("new")
@click.argument("slug")
@click.option("--into", type=click.Path(path_type=Path), help="Folder of packs; default: challenges/.")
def new(slug: str, into: Path | None) -> None:
    """Start a pack: a small complete one that passes verify."""
    folder = new_pack(into or resource("challenges"), slug)
    click.echo(f"{folder} is there. Next: edit its files, then: assessor pack verify {folder}")


@pack_group.command("verify")
@click.argument("packs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every pack in challenges/.")
@click.option("--provider", type=click.Choice(["auto", "docker", "process"]), help="Where labs run.")
@click.option(
    "--secrets",
    type=click.IntRange(min=2),
    default=SECRETS,
    show_default=True,
    help="From how many secrets to make datasets, where a pack asks for them.",
)
@click.option("--quick", is_flag=True, help="Without mutants and other secrets; proves less, and says so.")
@click.option(
    "--at-once",
    type=click.IntRange(min=1),
    default=PACKS_AT_ONCE,
    show_default=True,
    help="So many packs beside each other: one waits or loads its data while another is graded.",
)
def verify(
    packs: tuple[str, ...], everything: bool, provider: str | None, secrets: int, quick: bool, at_once: int
) -> None:
    """Let packs prove themselves. PACKS are slugs of challenges/ or folders."""
    tell = progress_to_stderr()
    environ = {**os.environ, "ASSESSOR_PROVIDER": provider} if provider else os.environ
    folders = _folders(packs, everything)
    loaded, problems = load_packs(folders)
    for problem in problems:
        click.echo(problem, err=True)
    labs = choose_provider(load_settings(environ), tell) if loaded else None
    reports: list[VerifyReport] = []
    if labs:
        with ThreadPoolExecutor(at_once, thread_name_prefix="packs") as pool:
            proves = partial(_verify, labs=labs, tell=tell, secrets=secrets, quick=quick)
            reports += pool.map(proves, loaded)
    click.echo(_summary(reports, len(folders) - len(loaded)))
    if quick:
        click.echo("Only the quick rules were asked: no pack has proved itself.")
    if problems or not all(report.ok for report in reports):
        sys.exit(1)


def _verify(pack: Pack, *, labs: SandboxProvider, tell: Progress, secrets: int, quick: bool) -> VerifyReport:
    slug = pack.spec.slug
    report = verify_pack(
        pack, labs, progress=lambda message: tell(f"{slug}: {message}"), secrets=secrets, quick=quick
    )
    for problem in report.problems:
        click.echo(f"{slug}: {problem}", err=True)
    tell(f"{slug}: {_told(report)} after {report.seconds:.0f} s")
    return report


def _told(report: VerifyReport) -> str:
    return "ok" if report.ok else f"{len(report.problems)} problems"


def _summary(reports: Sequence[VerifyReport], broken: int) -> str:
    rows = [
        [
            r.slug,
            _told(r),
            *map(str, (r.samples, r.checks, r.rules)),
            *(str(r.counts.get(name, "-")) for name in _MUTANTS),
            f"{r.seconds:.0f}",
        ]
        for r in reports
    ]
    head = ["PACK", "RESULT", "SAMPLES", "CHECKS", "RULES", *map(str.upper, _MUTANTS), "SECONDS"]
    lines = [table(head, rows)] if rows else []
    ok = sum(report.ok for report in reports)
    samples, checks = sum(r.samples for r in reports), sum(r.checks for r in reports)
    failed = len(reports) - ok + broken
    lines.append(f"packs: {ok + failed} ({ok} ok, {failed} not), samples: {samples}, checks: {checks}")
    return "\n".join(lines)


pack_group.add_command(explain_command)
pack_group.add_command(coverage_command)


@pack_group.command("load")
@click.argument("packs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every pack in challenges/.")
def load(packs: tuple[str, ...], everything: bool) -> None:
    """Put packs into the application database, so that assessments can use them."""
    loaded, broken = load_packs(_folders(packs, everything))
    if broken:
        raise PackInvalid(broken)
    with closing(bootstrap(progress=progress_to_stderr())) as application, application.work() as work:
        for pack in loaded:
            challenge, new_version = load_challenge(work, pack)
            state = "new version" if new_version else "already there"
            click.echo(f"{challenge.slug} {challenge.hash[:12]} {state}")


def _folders(packs: Sequence[str], everything: bool) -> list[Path]:
    if everything == bool(packs):
        raise InvalidInput("Name packs, or say --all.")
    root = resource("challenges")
    if everything:
        return find_packs(root)
    return [Path(name) if Path(name).is_dir() else root / name for name in packs]
