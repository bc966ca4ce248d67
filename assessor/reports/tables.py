"""Reports as CSV: for spreadsheets, which take some cells for formulas, so those get an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from assessor.reports.scorecard import Scorecard

CHECKS = (
    "challenge", "challenge points", "challenge score", "status", "check", "outcome", "points", "of", "competencies",
    "message",
)  # fmt: skip


def line(cells: Iterable[object]) -> str:
    """One line of CSV. None is an empty cell, times and numbers are written so that programs can read them."""
    out = io.StringIO()
    csv.writer(out).writerow([_harmless("" if cell is None else str(cell)) for cell in cells])
    return out.getvalue()


def checks_csv(card: Scorecard) -> str:
    """The checks of a scorecard, one a line; a challenge without a grading has a line without a check."""
    lines = [line(CHECKS)]
    for item in card.challenges:
        score = item.grading.score if item.grading and item.status == "graded" else None
        head = (item.challenge.slug, item.points, score, item.status)
        outcomes = item.grading.outcomes if item.grading else ()
        lines += [
            line((*head, o.check, o.verdict, o.points, o.max_points, " ".join(o.competencies), o.message))
            for o in outcomes
        ] or [line((*head, *[None] * 6))]
    return "".join(lines)


def _harmless(cell: str) -> str:
    number = cell[1:2].isdigit() and cell[0] == "-"
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not number else cell
