"""What the commands print: progress to standard error, results to standard output."""

from __future__ import annotations

import time
from collections.abc import Sequence

import click

from sandbox.provider import Progress


def progress_to_stderr() -> Progress:
    """A Progress that prints each message with the seconds since the start."""
    start = time.monotonic()

    def tell(message: str) -> None:
        click.echo(f"[{time.monotonic() - start:6.1f} s] {message}", err=True)

    return tell


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under their heads, as wide as they need to be."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, *rows]
    ]
    return "\n".join(lines)
