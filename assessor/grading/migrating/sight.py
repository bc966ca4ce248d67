"""Which locks are held on which tables, and what became of the tables: asked in a session of our own."""

from __future__ import annotations

from assessor.grading.probing.session import ProbeSession

STRONG = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")
"""Modes of a table's lock that keep somebody from writing or reading."""
_ORDER = ("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", *STRONG)

_LOCKS = """
SELECT n.nspname || '.' || c.relname, l.mode
FROM pg_catalog.pg_locks AS l
JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.pid = {pid} AND l.locktype = 'relation' AND c.relkind IN ('r', 'p') AND c.oid >= 16384
    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""
_SHAPES = """
SELECT n.nspname || '.' || c.relname, concat_ws(' | ', c.relkind,
    (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                                 a.attgenerated, pg_get_expr(d.adbin, d.adrelid)), ', ' ORDER BY a.attname)
     FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(pg_get_constraintdef(k.oid), ', ' ORDER BY pg_get_constraintdef(k.oid))
     FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype <> 't'),
    (SELECT string_agg(concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid), ', '
                       ORDER BY pg_get_indexdef(i.indexrelid)) FROM pg_index AS i WHERE i.indrelid = c.oid),
    (SELECT string_agg(pg_get_triggerdef(t.oid), ', ' ORDER BY t.tgname)
     FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""
_TABLES = """
SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""
_LARGEST = """
SELECT count(*) FROM {table} AS t WHERE age(t.xmin) < age('{since}'::xid) GROUP BY t.xmin ORDER BY 1 DESC LIMIT 1
"""


class Sight:
    """Knows the names of tables, as no session in another database does.

    The session is trusted: it finds nothing of the answer's by name, and holds no lock itself.
    """

    def __init__(self, reader: ProbeSession) -> None:
        self._reader = reader

    def locks(self, pid: int) -> dict[str, str]:
        """The strongest lock that a process holds, or waits for, by table."""
        found: dict[str, str] = {}
        for table, mode in self._rows(_LOCKS.format(pid=pid)):
            name, given = str(table), str(mode)
            found[name] = max(given, found.get(name, given), key=_ORDER.index)
        return found

    def now(self) -> str:
        """A transaction's number: what comes later has a higher one."""
        return str(self._rows("SELECT pg_current_xact_id()::xid::text")[0][0])

    def largest_since(self, number: str) -> int:
        """The most rows of one table that one transaction has left since then."""
        tables = [str(name) for (name,) in self._rows(_TABLES)]
        counts = [self._rows(_LARGEST.format(table=table, since=number)) for table in tables]
        return max((int(str(count[0][0])) for count in counts if count), default=0)

    def shapes(self) -> dict[str, str]:
        """Columns, constraints, indexes and triggers of every table."""
        return {str(name): str(shape) for name, shape in self._rows(_SHAPES)}

    def _rows(self, text: str) -> list[tuple[object, ...]]:
        table = self._reader.execute(text).table
        return [tuple(row) for row in table.values()] if table else []
