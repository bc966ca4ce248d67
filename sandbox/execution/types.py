"""Names of column types as format_type() prints them, resolved by OID."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from psycopg import Error, postgres, pq

from sandbox import wire
from sandbox.errors import ConnectionLost
from sandbox.execution.results import Column

FIRST_OWN_OID = 16_384
"""Below it an OID means the same type on every server."""

_NUMERIC = frozenset({20, 21, 23, 26, 700, 701, 790, 1700})
"""int8, int2, int4, oid, float4, float8, money, numeric."""

_SECONDS = 2.0
_QUERY = b"""
SELECT o, m, pg_catalog.format_type(o, m)
FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.int4[])) AS t(o, m)
"""

_known: dict[tuple[int, int], str] = {}
"""Built-in types met so far; the same for every server, so shared by all runs (a dict's item is set atomically)."""


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
        self._names = {pair: _known[pair] for pair in wanted if pair in _known}
        missing = sorted(wanted - self._names.keys())
        if missing and connection.transaction_status in (
            pq.TransactionStatus.IDLE,
            pq.TransactionStatus.INTRANS,
        ):
            self._ask(connection, missing)

    def column(self, raw: RawColumn) -> Column:
        """The column with its type's name; without an answer of the server a built-in name, or the OID."""
        name = self._names.get((raw.oid, raw.modifier)) or _registered(raw.oid)
        return Column(raw.name, name, raw.oid in _NUMERIC)

    def _ask(self, connection: pq.abc.PGconn, missing: list[tuple[int, int]]) -> None:
        deadline = time.monotonic() + _SECONDS
        arrays = ["{" + ",".join(str(pair[part]) for pair in missing) + "}" for part in (0, 1)]
        try:
            connection.send_query_params(_QUERY, [array.encode() for array in arrays])
            wire.flush(connection, deadline)
            while (result := wire.next_result(connection, deadline)) is not None:
                self._learn(result)
        except (TimeoutError, ConnectionLost, Error):
            return

    def _learn(self, result: pq.abc.PGresult) -> None:
        if result.status != pq.ExecStatus.TUPLES_OK:
            return
        for row in range(result.ntuples):
            oid, modifier, name = (
                (result.get_value(row, column) or b"").decode("utf-8", "replace") for column in range(3)
            )
            pair = int(oid), int(modifier)
            self._names[pair] = name
            if pair[0] < FIRST_OWN_OID:
                _known[pair] = name


def _registered(oid: int) -> str:
    info = postgres.types.get(oid)
    return info.regtype if info is not None else f"type {oid}"
