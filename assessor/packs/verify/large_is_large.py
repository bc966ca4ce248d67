"""Only much data shows what a query costs."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.packs.spec import Role
from assessor.packs.templates import lab_databases
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.tables import table_digests

LARGE_ROWS = 100_000


def _problems(evidence: Evidence) -> Iterator[str]:
    pack = evidence.pack
    if pack.spec.practice:
        return
    large = [dataset.name for dataset in pack.graded if dataset.role is Role.LARGE]
    if not large:
        yield 'no dataset has role = "large"; only a practice pack may do without one'
        return
    with evidence.lab() as handle:
        for name in large:
            digests = table_digests(handle.dsn, lab_databases(pack)[name]).values()
            rows = sum(table.rows for table in digests)
            if rows < LARGE_ROWS:
                yield f"dataset {name} has {rows:,} rows in all its tables; raise its scale"


RULE = Rule(f"A large dataset has at least {LARGE_ROWS:,} rows", _problems)
