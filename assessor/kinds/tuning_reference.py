"""What a workload gives and costs in the untouched database, and what it costs with the reference."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.errors import GradingFault
from assessor.grading.lab import LabLimits
from assessor.grading.reference import (
    REFERENCE_LIMITS,
    ROWS,
    ReferenceCache,
    References,
    kept,
    require_alike,
    rows_in,
)
from assessor.grading.session import Parameters, Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from assessor.grading.workload import Asked, Tuning, WorkloadLab, read_script
from assessor.kinds.base import GRADER_VERSION
from assessor.packs.loader import Pack
from assessor.packs.spec import Statement
from assessor.packs.templates import lab_databases, lab_template
from sandbox.provider import Limits, Owner, SandboxHandle, SandboxProvider, SandboxSpec

LAB_LIMITS = Limits(memory_mb=1024, disk_mb=2048)
"""ANALYZE keeps a sample of whole tables in memory, and a rewritten table is there twice."""

INDEX_BYTES = """
SELECT sum(pg_relation_size(x.indexrelid))::bigint
FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""
_UNTOUCHED = Tuning((), {})
BEFORE, REFERENCE = "before", "reference"
_PARAMETERS = "parameters"
_AS_JSON = "SELECT pg_catalog.row_to_json(p)::text FROM ({}) AS p"


@dataclass(frozen=True)
class Baseline:
    """What was found of a workload in labs of the author's."""

    found: References

    def work(self, whose: str, name: str) -> Work:
        """The work of all executions of a statement, BEFORE or with the REFERENCE."""
        return self.found.works[f"{whose}/{name}"]

    def executions(self, name: str) -> int:
        """How often the statement was executed; at least once."""
        return len(self.parameters(name))

    def parameters(self, name: str) -> tuple[Parameters, ...]:
        """The parameters of each execution."""
        table = self.found.tables.get(f"{_PARAMETERS}/{name}")
        return _read(table) if table else ((),)

    def tables(self, name: str) -> tuple[ResultTable, ...]:
        """What a read gives in the untouched database, one table an execution."""
        return tuple(self.found.tables[f"{name}/{number}"] for number in range(self.executions(name)))

    def rows(self, name: str) -> tuple[int, ...]:
        """How many rows a write changes in the untouched database, one number an execution."""
        return tuple(self.found.sizes[f"{name}/{number}"] for number in range(self.executions(name)))

    def index_bytes(self, whose: str) -> int:
        """Bytes of all indexes, BEFORE or with the REFERENCE."""
        return self.found.sizes[f"{whose}/index-bytes"]

    def load(self, statements: Sequence[Statement], whose: str, *, wal: bool = False) -> int:
        """See hourly; BEFORE or with the REFERENCE."""
        return self.hourly([(each, self.work(whose, each.name)) for each in statements], wal=wal)

    def hourly(self, works: Sequence[tuple[Statement, Work]], *, wal: bool = False) -> int:
        """Work, or bytes of WAL, of an hour, given what all executions of each statement took."""
        return round(
            sum(
                (work.wal if wal else work.total) / self.executions(statement.name) * statement.per_hour
                for statement, work in works
            )
        )

    @property
    def data_rows(self) -> int:
        """Rows in all tables."""
        return self.found.sizes["data-rows"]


def tuning_lab(pack: Pack, text: str, labs: SandboxProvider, subject: str, limits: LabLimits) -> WorkloadLab:
    """A lab for a text of this pack. Raises Stopped(REFUSED)."""
    return _lab(pack, script_of(pack, text), labs, subject, limits)


def script_of(pack: Pack, text: str) -> Tuning:
    """A text of this pack, taken apart. Raises Stopped(REFUSED)."""
    return read_script(text, [each.name for each in pack.spec.workload if each.rewrite])


def _lab(pack: Pack, tuning: Tuning, labs: SandboxProvider, subject: str, limits: LabLimits) -> WorkloadLab:
    (database,) = lab_databases(pack).values()
    spec = SandboxSpec(lab_template(pack), Owner("lab", subject), LAB_LIMITS)
    return WorkloadLab(labs, spec, limits, database, tuning)


def asked(statement: Statement, tuning: Tuning, parameters: tuple[Parameters, ...]) -> Asked:
    """A statement as it is after an answer."""
    return Asked(tuning.rewritten.get(statement.name, statement.sql), parameters, statement.writes)


def baseline_of(pack: Pack, server: SandboxHandle, labs: SandboxProvider, cache: ReferenceCache) -> Baseline:
    """For the kind of server that `server` is. Raises GradingFault, also where the reference fails."""
    return Baseline(
        kept(f"{pack.hash}:{GRADER_VERSION}", server, cache, lambda: _compute(pack, server, labs))
    )


def _compute(pack: Pack, server: SandboxHandle, labs: SandboxProvider) -> References:
    try:
        with _lab(pack, _UNTOUCHED, labs, "reference", REFERENCE_LIMITS) as lab:
            require_alike(lab.handle, server)
            before = _untouched(pack, lab)
        with tuning_lab(pack, pack.reference, labs, "reference", REFERENCE_LIMITS) as lab:
            require_alike(lab.handle, server)
            return _with_reference(pack, lab, before)
    except Stopped as stopped:
        raise GradingFault(f"The author's own answer failed: {stopped.reason}") from stopped


def _untouched(pack: Pack, lab: WorkloadLab) -> References:
    tables: dict[str, ResultTable] = {}
    works: dict[str, Work] = {}
    sizes = {f"{BEFORE}/index-bytes": index_bytes(lab), "data-rows": rows_in(lab.read(ROWS))}
    for each in pack.spec.workload:
        if each.parameters:
            tables[f"{_PARAMETERS}/{each.name}"] = lab.read(_AS_JSON.format(each.parameters))
        parameters = Baseline(References(tables, works)).parameters(each.name)
        if not parameters:
            raise GradingFault(f"The query for the parameters of {each.name} gives no row.")
        ran = lab.run(asked(each, _UNTOUCHED, parameters))
        works[f"{BEFORE}/{each.name}"] = ran.work
        tables |= {f"{each.name}/{number}": table for number, table in enumerate(ran.tables)}
        sizes |= {f"{each.name}/{number}": rows for number, rows in enumerate(ran.rows)}
    return References(tables, works, {}, sizes)


def _with_reference(pack: Pack, lab: WorkloadLab, before: References) -> References:
    lab.apply()
    works, baseline = dict(before.works), Baseline(before)
    for each in pack.spec.workload:
        ran = lab.run(asked(each, lab.tuning, baseline.parameters(each.name)))
        works[f"{REFERENCE}/{each.name}"] = ran.work
    sizes = {**before.sizes, f"{REFERENCE}/index-bytes": index_bytes(lab)}
    return References(before.tables, works, {}, sizes)


def index_bytes(lab: WorkloadLab) -> int:
    """Bytes of all indexes of the tables."""
    return rows_in(lab.read(INDEX_BYTES))


def _read(table: ResultTable) -> tuple[Parameters, ...]:
    """JSON keeps the order of columns, and numbers are taken as they are written."""
    rows = (json.loads(str(row[0]), parse_int=str, parse_float=str) for row in table.values())
    return tuple(tuple(_text(value) for value in row.values()) for row in rows)


def _text(value: object) -> bytes | None:
    if value is None:
        return None
    return (str(value).lower() if isinstance(value, bool) else str(value)).encode()
