"""`assessor pack coverage`: which competencies the packs measure."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assessor.cli.output import table
from assessor.domain.competencies import COMPETENCIES
from assessor.errors import PackInvalid
from assessor.packs.coverage import LEVELS, Coverage, coverage
from assessor.packs.loader import find_packs, load_packs
from assessor.packs.ready import ready_named
from assessor.resources import resource


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--from", "folder", type=click.Path(path_type=Path), help="Folder of packs; default: challenges/."
)
@click.option("--ready", metavar="NAME", help="Only the packs of a ready assessment.")
def coverage_command(as_json: bool, folder: Path | None, ready: str | None) -> None:
    """How many packs measure each competency, by kind and level. Practice is not counted."""
    root = folder or resource("challenges")
    loaded, problems = load_packs(find_packs(root))
    if problems:
        raise PackInvalid(problems)
    if ready:
        loaded = [pack for pack in loaded if pack.spec.slug in ready_named(root, ready).slugs]
    found = coverage(loaded)
    click.echo(json.dumps(found.to_json(), indent=1) if as_json else _told(found))


def _told(found: Coverage) -> str:
    columns = [(kind, level) for kind in found.kinds for level in LEVELS]
    rows = [
        [code, title, *(_cell(found.count(code, *column)) for column in columns), _cell(found.count(code))]
        for code, title in COMPETENCIES.items()
    ]
    head = ["CODE", "COMPETENCY", *(f"{kind} {level}".upper() for kind, level in columns), "PACKS"]
    covered = len(COMPETENCIES) - len(found.empty)
    lines = [table(head, rows), f"packs: {found.packs}, codes: {covered} of {len(COMPETENCIES)} measured"]
    if found.empty:
        lines.append(f"not measured: {', '.join(found.empty)}")
    return "\n".join(lines)


def _cell(number: int) -> str:
    return str(number) if number else "-"
