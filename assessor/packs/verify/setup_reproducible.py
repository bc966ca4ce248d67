"""Setting a dataset up again gives the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg

from assessor.packs.loader import Pack
from assessor.packs.spec import Dataset
from assessor.packs.templates import lab_databases, seed_scripts
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule
from assessor.packs.verify.tables import table_digests
from sandbox.provider import SandboxHandle, SeedScript
from sandbox.seeding import EMPTY, PLATFORM_ROLE, run_script

_AGAIN = "again"
_CLOCK = re.compile(
    r"\b(now\s*\(|current_(date|time|timestamp)\b|localtime|(clock|statement|transaction)_timestamp|"
    r"gen_random_uuid|uuidv[47])",
    re.IGNORECASE,
)
"""What gives other values tomorrow, though it may give the same twice today."""


def _problems(evidence: Evidence) -> Iterator[str]:
    yield from clocks(evidence.pack)
    with evidence.lab() as handle:
        for name, database in lab_databases(evidence.pack).items():
            dataset = evidence.pack.dataset(name)
            yield from (
                f"{table} has other rows when dataset {name} is set up again; order and seed every random value"
                for table in _unlike(evidence, handle, dataset, database)
            )


def clocks(pack: Pack) -> Iterator[str]:
    """Where setup scripts ask for something that is never the same again."""
    names = {script.name for dataset in pack.spec.dataset for script in seed_scripts(pack, dataset)}
    names |= {name for dataset in pack.spec.dataset for name in dataset.load}
    for name in sorted(names):
        for number, line in enumerate(pack.files[name].splitlines(), 1):
            found = _CLOCK.search(line.partition("--")[0])
            if found:
                yield f"{name}:{number}: {found.group()} differs from day to day; write the moment out"


def _unlike(evidence: Evidence, handle: SandboxHandle, dataset: Dataset, database: str) -> list[str]:
    """Tables that differ between the baked database and one filled anew in the same server."""
    _fill(handle.platform_dsn, seed_scripts(evidence.pack, dataset))
    baked = table_digests(handle.dsn, database)
    again = table_digests(handle.platform_dsn, _AGAIN)
    return [table for table in sorted(baked | again) if baked.get(table) != again.get(table)]


def _fill(dsn: str, scripts: tuple[SeedScript, ...]) -> None:
    with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as conn:
        conn.execute(f"DROP DATABASE IF EXISTS {_AGAIN}")
        conn.execute(f"CREATE DATABASE {_AGAIN} {EMPTY}")
    for script in scripts:
        run_script(dsn, _AGAIN, PLATFORM_ROLE, script)


RULE = Rule("Every dataset is the same each time it is set up", _problems)
