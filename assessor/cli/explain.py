"""`assessor pack explain`: how a query of the author's fares in a pack, and why."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from assessor.bootstrap import choose_provider
from assessor.cli.explain_text import as_text
from assessor.cli.output import progress_to_stderr
from assessor.config import load_settings
from assessor.errors import InvalidInput, NotFound
from assessor.kinds import explain
from assessor.packs.files import MAX_FILE_BYTES
from assessor.packs.loader import Pack, find_packs
from assessor.resources import resource

STDIN = "-"


@click.command("explain")
@click.argument("slug")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a text.")
@click.option(
    "--mutants", "all_mutants", is_flag=True, help="List every mutant with the datasets that kill it."
)
@click.option("--provider", type=click.Choice(["auto", "docker", "process"]), help="Where labs run.")
def explain_command(slug: str, file: str, as_json: bool, all_mutants: bool, provider: str | None) -> None:
    """Show how a query fares: datasets, differing rows, work, mutants.

    SLUG is a pack of challenges/ or a folder; FILE holds the query, - is standard input. It shows hidden data: for
    authors only.
    """
    pack, text = _pack(slug), _query(file)
    tell = progress_to_stderr()
    environ = {**os.environ, "ASSESSOR_PROVIDER": provider} if provider else os.environ
    found = explain(pack, text, choose_provider(load_settings(environ), tell), tell)
    click.echo(json.dumps(found.to_json(), indent=2) if as_json else as_text(found, all_mutants))


def _pack(slug: str) -> Pack:
    root = resource("challenges")
    folder = Path(slug) if Path(slug).is_dir() else root / slug
    if not folder.is_dir():
        known = ", ".join(found.name for found in find_packs(root))
        raise NotFound(f"There is no pack {slug!r}. Name a folder or one of: {known}.")
    return Pack.from_folder(folder)


def _query(file: str) -> str:
    """The text of the file or of standard input. Raises NotFound or InvalidInput."""
    name = "standard input" if file == STDIN else file
    try:
        content = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {file}.") from error
    except IsADirectoryError as error:
        raise InvalidInput(f"{file} is a folder; name the file that holds the query.") from error
    if len(content) > MAX_FILE_BYTES:
        raise InvalidInput(f"{name} is larger than {MAX_FILE_BYTES // 1024} KiB.")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{name} is no UTF-8 text.") from error
    if not text.strip():
        raise InvalidInput(f"{name} is empty: there is no query in it.")
    return text
