"""An explanation as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessor.cli.output import table
from assessor.grading.growth import in_words
from assessor.grading.mutation.matrix import Killed
from assessor.grading.show import Difference
from assessor.kinds.explanation import DatasetReport, Explanation, MutantsReport, WorkReport

_LISTED = 5
_WHOSE = {"submission": "this query", "reference": "the reference", "slow": "the slow sample"}


def as_text(found: Explanation, all_mutants: bool = False) -> str:
    """Sections with a heading each: what it gets, the datasets, what differs, work, mutants."""
    parts = [
        f"{found.slug}: {found.verdict.value}, {found.score:g} of 100",
        _checks(found),
        f"DATASETS\n{_datasets(found)}",
        *(_failure(dataset) for dataset in found.datasets if dataset.verdict == "wrong"),
        *(_work(work) for work in found.works),
        f"MUTANTS OF THE REFERENCE\n{_mutants(found, all_mutants)}",
    ]
    return "\n\n".join(parts)


def _checks(found: Explanation) -> str:
    rows = [
        [one.check, one.verdict.value, f"{one.points:g} of {one.max_points:g}", one.message]
        for one in found.outcomes
    ]
    return table(["CHECK", "RESULT", "POINTS", "THE CANDIDATE READS"], rows)


def _datasets(found: Explanation) -> str:
    head = ["DATASET", "ROLE", "RESULT", "RULE", "KILLS", "ALONE", "KIND OF DATA"]
    rows = [
        [one.name, one.role, one.verdict, one.rule or "", *_kills(found.mutants, one), one.shows]
        for one in found.datasets
    ]
    return table(head, rows)


def _kills(mutants: MutantsReport, one: DatasetReport) -> list[str]:
    """How many mutants it kills, and how many of them it alone; dashes where none were tried."""
    if mutants.problem or one.name not in mutants.datasets:
        return ["-", "-"]
    return [str(len(mutants.by(one.name))), str(len(mutants.only_by(one.name)))]


def _failure(one: DatasetReport) -> str:
    lines = [f"{one.name}: {one.rule}: {one.message}"]
    if one.shows:
        lines.append(f"  it fails when {one.shows}")
    if one.difference:
        lines += [f"  {line}" for line in _difference(one.difference)]
    return "\n".join(lines)


def _difference(found: Difference) -> Iterator[str]:
    if found.expected_columns != found.given_columns:
        yield f"expected columns: {', '.join(found.expected_columns)}"
        yield f"   given columns: {', '.join(found.given_columns)}"
    if not found.missing_rows and not found.extra_rows:
        return
    if found.out_of_order_at:
        yield f"the order differs from row {found.out_of_order_at} on (- belongs there, + stands there)"
    else:
        yield f"{found.missing_rows} rows are missing (-), {found.extra_rows} should not be there (+)"
    signed = [["-", *row] for row in found.missing] + [["+", *row] for row in found.extra]
    yield from table(["", *(column.split(" ")[0] for column in found.expected_columns)], signed).splitlines()
    left_out = found.missing_rows + found.extra_rows - len(signed)
    if left_out:
        yield f"and {left_out} more rows"


def _work(work: WorkReport) -> str:
    rows = [[scale["dataset"], f"{scale['rows']:,}", *_works(scale["work"])] for scale in work.scales]
    head = ["DATASET", "ROWS", "QUERY", "REFERENCE", "SLOW", "QUERY/REFERENCE"]
    lines = [f"WORK: {work.title} ({work.check}), in buffers and rows", table(head, rows)]
    lines += [_growth(whose, growth) for whose, growth in work.growth.items() if growth is not None]
    if work.problem:
        lines.append(f"not measured: {work.problem}")
    else:
        lines.append(_scored(work))
    return "\n".join(lines)


def _scored(work: WorkReport) -> str:
    counts = f"counts as {work.counted:,}" if work.counted else "counts"
    return f"{counts}: {work.points:g} of {work.max_points:g} points where the result is right"


def _works(work: Mapping[str, Any]) -> list[str]:
    own, reference, slow = (work[whose] for whose in _WHOSE)
    ratio = f"{own / reference:,.2f}" if own else "-"
    return [f"{own:,}" if own else "-", f"{reference:,}", f"{slow:,}", ratio]


def _growth(whose: str, growth: float) -> str:
    return f"work of {_WHOSE[whose]} ~ rows^{growth:.2f}: it {in_words(growth)}"


def _mutants(found: Explanation, everything: bool) -> str:
    mutants = found.mutants
    if mutants.problem:
        return mutants.problem
    lines = [", ".join(f"{number} {name}" for name, number in mutants.counts().items())]
    if mutants.left_out:
        lines.append(f"{mutants.left_out} more were left out")
    endless = sum(one.endless for one in mutants.killed)
    if endless:
        lines.append(f"{endless} of the killed did not end and were not run on every dataset")
    if everything:
        return "\n".join([*lines, _every(mutants)])
    lines += [line for one in found.datasets for line in _killed_by(mutants, one.name)]
    lines += _listed("no dataset kills", [m for m in mutants.killed if mutants.fate(m) == "survived"])
    return "\n".join(lines)


def _killed_by(mutants: MutantsReport, dataset: str) -> Iterator[str]:
    killed = mutants.by(dataset)
    if not killed:
        return
    families = Counter(one.mutant.operator for one in killed)
    yield f"{dataset} kills {len(killed)}: {', '.join(f'{n} {name}' for name, n in families.most_common())}"
    yield from _listed("  and it alone", mutants.only_by(dataset))


def _listed(title: str, killed: Sequence[Killed]) -> Iterator[str]:
    if killed:
        yield f"{title}:"
        yield from (f"    {one.mutant.description}" for one in killed[:_LISTED])
    if len(killed) > _LISTED:
        yield f"    and {len(killed) - _LISTED} more"


def _every(mutants: MutantsReport) -> str:
    rows = [
        [one.mutant.operator, mutants.fate(one), ", ".join(one.by), one.mutant.description]
        for one in mutants.killed
    ]
    return table(["FAMILY", "FATE", "KILLED BY", "CHANGE"], rows)
