"""The one database of a lab that serves one answer alone: tuned in place, for a copy of so much data costs a lot.

Whatever decides a number is fixed: statistics change only where the answer asks for them, each write begins right
after a checkpoint, and nothing vacuums behind its back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from psycopg import sql

from assessor.grading.measure import measure
from assessor.grading.probing.guard import Shape, shapes, spoiled
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.stage import READER, ProbeStage
from assessor.grading.session import Ended, Limits, Session, Stopped
from assessor.grading.table import ResultTable
from assessor.grading.workload.ran import Asked, Ran, summed
from sandbox.provider import DEFAULT_DATABASE, SandboxHandle

_WORKLOAD = """
ALTER DATABASE {name} SET auto_explain.log_wal = on;
ALTER DATABASE {name} SET track_counts = off;
"""
"""Without counts autovacuum never finds anything to do."""

_KEYS = """
SELECT DISTINCT concat_ws(' ', x.indrelid::regclass, (x.indkey::int2[])[0:x.indnkeyatts - 1],
    pg_get_expr(x.indexprs, x.indrelid), pg_get_expr(x.indpred, x.indrelid)), x.indrelid::regclass::text
FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE x.indisunique AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""
_CHANGE_SECONDS = 120.0


class WorkloadStage(ProbeStage):
    """See above; the role of the answer owns the tables, and executes the workload, too."""

    def __init__(self, handle: SandboxHandle, database: str, limits: Limits) -> None:
        super().__init__(handle, (), limits)
        self.end_sessions()
        name = sql.Identifier(DEFAULT_DATABASE)
        self._do("ALTER DATABASE {old} RENAME TO {name}", old=sql.Identifier(database), name=name)
        self._open(name)
        self._do(_WORKLOAD, name=name)

    def change(self, statements: Sequence[str]) -> None:
        """Execute what an answer changes, each in a transaction of its own. Raises Stopped, naming the statement."""
        before, keys = self._shapes()
        patient = replace(self._limits, seconds=_CHANGE_SECONDS)
        with ProbeSession(self._handle.dsn, DEFAULT_DATABASE, patient) as session:
            for number, text in enumerate(statements, 1):
                _changed(session, number, text)
        now, keys_now = self._shapes()
        for name in (*spoiled(before, now), *(keys[key] for key in keys if key not in keys_now)):
            raise Stopped(Ended.REFUSED, f"{name} does not refuse any more what it refused")
        self.end_sessions()

    def _shapes(self) -> tuple[dict[str, Shape], dict[str, str]]:
        """The shape of each table, and the tables of unique keys by what is unique."""
        with self.session(READER) as reader:
            keys = reader.execute(_KEYS).table
            return shapes(reader), {str(key): str(name) for key, name in keys.values()} if keys else {}

    def read(self, query: str) -> ResultTable:
        """The rows of a query of the author's or ours. Raises Stopped."""
        with self.session(READER) as reader:
            return reader.execute(query).table or ResultTable((), ())

    def run(self, asked: Asked) -> Ran:
        """Execute a statement of the workload with each of its parameters. Raises Stopped."""
        return self._write(asked) if asked.writes else self._select(asked)

    def _select(self, asked: Asked) -> Ran:
        with Session(self._handle.dsn, DEFAULT_DATABASE, self._limits) as session:
            found = [measure(session, asked.text, parameters) for parameters in asked.parameters]
        tables = tuple(each.table for each in found)
        return Ran(tables, (), summed([each.work for each in found]))

    def _write(self, asked: Asked) -> Ran:
        """All in one transaction that is rolled back. The checkpoint makes the first touch of each page cost alike."""
        self._do("CHECKPOINT")
        with ProbeSession(self._handle.dsn, DEFAULT_DATABASE, self._limits) as session:
            session.execute("BEGIN")
            found = [session.measure(asked.text, parameters) for parameters in asked.parameters]
            session.execute("ROLLBACK")
        return Ran((), tuple(one.rows for one, _ in found), summed([work for _, work in found]))


def _changed(session: ProbeSession, number: int, text: str) -> None:
    try:
        session.execute(text)
    except Stopped as stopped:
        words = " ".join(text.split()[:3])
        reason = f'statement {number}, "{words} ...": {stopped.reason}'
        raise Stopped(stopped.ended, reason, stopped.sqlstate) from stopped
