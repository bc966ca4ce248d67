"""Names of column types as format_type() prints them, resolved by OID."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from psycopg import Error, postgres, pq

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.execution.results import Column

_NUMERIC = frozenset({20, 21, 23, 26, 700, 701, 790, 1700})
"""int8, int2, int4, oid, float4, float8, money, numeric."""

_SECONDS = 2.0
_QUERY = b"""
SELECT pg_catalog.format_type(o, m)
FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.int4[])) WITH ORDINALITY
     AS t(o, m, n) ORDER BY n
"""
_LONGEST_NAME = 200
"""Characters; a schema, a type and a modifier have at most two names of 63 bytes."""


@dataclass(frozen=True)
class RawColumn:
    """A column as the wire tells it: name, type OID and type modifier."""

    name: str
    oid: int
    modifier: int


class ColumnTypes:
    """Resolves the types of one run's columns, asking the server only for those not known yet."""

    def __init__(self, connection: pq.abc.PGconn, columns: Iterable[RawColumn]) -> None:
        wanted = {(column.oid, column.modifier) for column in columns}
        # What a server says is kept for this run alone: one that was broken into names no other candidate's types.
        self._names: dict[tuple[int, int], str] = {}
        missing = sorted(pair for pair in wanted if not _built_in(*pair))
        if missing and connection.transaction_status in (
            pq.TransactionStatus.IDLE,
            pq.TransactionStatus.INTRANS,
        ):
            self._ask(connection, missing)

    def column(self, raw: RawColumn) -> Column:
        """The column with its type's name; without an answer of the server a built-in name, or the OID."""
        name = self._names.get((raw.oid, raw.modifier)) or _built_in(raw.oid) or f"type {raw.oid}"
        return Column(raw.name, name, raw.oid in _NUMERIC)

    def _ask(self, connection: pq.abc.PGconn, missing: list[tuple[int, int]]) -> None:
        deadline = time.monotonic() + _SECONDS
        arrays = ["{" + ",".join(str(pair[part]) for pair in missing) + "}" for part in (0, 1)]
        with contextlib.suppress(TimeoutError, ConnectionLost, Error):
            connection.send_query_params(_QUERY, [array.encode() for array in arrays])
            wire.flush(connection, deadline)
            while (result := wire.next_result(connection, deadline)) is not None:
                self._learn(result, missing)

    def _learn(self, result: pq.abc.PGresult, asked: list[tuple[int, int]]) -> None:
        if result.status != pq.ExecStatus.TUPLES_OK:
            return
        for pair, row in zip(asked, range(result.ntuples), strict=False):
            self._names[pair] = (result.get_value(row, 0) or b"").decode("utf-8", "replace")[:_LONGEST_NAME]


def _built_in(oid: int, modifier: int = -1) -> str | None:
    """The name of a type that every server has; None for arrays, which share their element's entry, and others."""
    info = postgres.types.get(oid)
    return info.regtype if info is not None and info.oid == oid and modifier == -1 else None
