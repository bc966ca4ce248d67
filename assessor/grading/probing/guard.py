"""Whether the author's tables still are what they were: else what is read from them would be what the answer says.

A view, a rule or other columns in the place of a table could show anything; a further constraint only refuses rows.
Looked at in the catalogue alone, in a session that finds nothing of the answer's by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessor.grading.probing.session import ProbeSession

_SHAPES = """
SELECT format('%I.%I', n.nspname, c.relname), concat_ws(' ', c.relkind,
    (SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                                 a.attnotnull, a.attgenerated), ', ' ORDER BY a.attnum)
     FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(r.rulename, ', ' ORDER BY r.rulename) FROM pg_rewrite AS r WHERE r.ev_class = c.oid)),
    (SELECT string_agg(pg_get_constraintdef(k.oid), E'\n') FROM pg_constraint AS k
     WHERE k.conrelid = c.oid AND k.contype <> 't')
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""

_KINDS = """
SELECT format('%I.%I', n.nspname, c.relname), concat_ws(' ', c.relkind,
    (SELECT string_agg(r.rulename, ', ' ORDER BY r.rulename) FROM pg_rewrite AS r WHERE r.ev_class = c.oid))
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
"""


@dataclass(frozen=True)
class Shape:
    """What a table looks like."""

    columns: str
    """And what else may not change at all."""
    constraints: frozenset[str]

    def keeps(self, before: Shape) -> bool:
        """Whether it is still as before; further constraints it may have."""
        return self.columns == before.columns and self.constraints >= before.constraints


def shapes(reader: ProbeSession) -> dict[str, Shape]:
    """The shape of every table by its qualified name, seen in a trusted session. Raises Stopped."""
    table = reader.execute(_SHAPES).table
    return {
        str(name): Shape(str(columns), frozenset(str(constraints or "").splitlines()))
        for name, columns, constraints in (table.values() if table else ())
    }


def kinds(reader: ProbeSession) -> dict[str, Shape]:
    """As shapes, but for what an author's own change of a table may change, too. Raises Stopped."""
    table = reader.execute(_KINDS).table
    found = table.values() if table else ()
    return {str(name): Shape(str(kind), frozenset()) for name, kind in found}


def spoiled(before: Mapping[str, Shape], now: Mapping[str, Shape]) -> Iterator[str]:
    """The tables that are gone or have another shape."""
    return (name for name, shape in before.items() if name not in now or not now[name].keeps(shape))
