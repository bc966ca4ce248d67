"""Only much data shows what a query costs, and only two amounts of it how the cost grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from assessor.packs.spec import Role, WorkCheck
from assessor.packs.templates import lab_databases
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.tables import table_digests

LARGE_ROWS = 100_000
STEP = 4
"""Times the rows from one scale to the next: where the data hardly grows, constant parts hide how work does."""


def _problems(evidence: Evidence) -> Iterator[str]:
    pack = evidence.pack
    if pack.spec.practice:
        return
    large = [dataset.name for dataset in pack.graded if dataset.role is Role.LARGE]
    if any(pack.dataset(name).load for name in large):
        return  # what an answer stores is counted where the reference has stored it
    if pack.spec.owned and not any(isinstance(check, WorkCheck) for check in pack.spec.check):
        return
    if not large:
        yield 'no dataset has role = "large"; only a practice pack may do without one'
        return
    with evidence.lab() as handle:
        rows = {name: _rows(handle.dsn, lab_databases(pack)[name]) for name in large}
    for check in pack.spec.check:
        if isinstance(check, WorkCheck):
            yield from too_small(check, rows, LARGE_ROWS)


def _rows(dsn: str, database: str) -> int:
    return sum(table.rows for table in table_digests(dsn, database).values())


def too_small(check: WorkCheck, rows: Mapping[str, int], least: int) -> Iterator[str]:
    """What is wrong with the rows of the datasets on which a check measures work."""
    largest = check.scales[-1]
    if rows[largest] < least:
        yield f"dataset {largest} has {rows[largest]:,} rows in all its tables; raise its scale"
    for small, large in pairwise(check.scales):
        if rows[large] < STEP * rows[small]:
            times = f"{rows[small]:,} and {rows[large]:,} rows, and {STEP} times as many are wanted"
            yield f"{check.id}: datasets {small} and {large} have {times}"


RULE = Rule(f"A large dataset has at least {LARGE_ROWS:,} rows", _problems)
