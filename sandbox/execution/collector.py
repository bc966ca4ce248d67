"""Collects results, notices and the error of one run within its limits; what lies beyond is counted only.

Everything is read as UTF-8, which the session starts with. A text may SET client_encoding, of which PostgreSQL tells
only after its last statement: then characters that are no UTF-8 are shown as U+FFFD.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from psycopg import pq

from sandbox.execution.results import ResultSet, RunLimits, SqlError
from sandbox.execution.types import ColumnTypes, RawColumn

CUT = "… [cut; {size:,} bytes in all]"
"""Ends a cell that is not shown whole."""

_CRASH_SHUTDOWN = "57P02"
_PLAN = [b"QUERY PLAN"]
_ROWS = (pq.ExecStatus.SINGLE_TUPLE, pq.ExecStatus.TUPLES_CHUNK, pq.ExecStatus.TUPLES_OK)


@dataclass
class _Pending:
    """A result that is being received, or was."""

    columns: list[RawColumn]
    rows: list[tuple[str | None, ...]] = field(default_factory=list)
    count: int = 0
    command: str = ""
    truncated: bool = False
    cells_cut: bool = False
    cell_chars: int = 0


class Collector:
    """Fed with libpq's results in their order."""

    def __init__(self, limits: RunLimits) -> None:
        self.error: SqlError | None = None
        self.crash_elsewhere = False
        """Whether PostgreSQL said that it ends this session because another one crashed."""
        self.notices: list[str] = []
        self.notices_omitted = 0
        self.results_omitted = 0
        self._limits = limits
        self._bytes_left = limits.bytes
        self._cells_left = limits.cells
        self._done: list[_Pending] = []
        self._open: _Pending | None = None

    def result(self, result: pq.abc.PGresult) -> None:
        """Take in a result or a part of one."""
        if result.status in _ROWS:
            self._take_rows(result)
        elif result.status == pq.ExecStatus.COMMAND_OK:
            done = _Pending([], count=result.command_tuples or 0, command=self._command(result))
            self._close(done)
        elif result.status == pq.ExecStatus.FATAL_ERROR:
            self._open = None
            self.error = self.error or self._sql_error(result)

    def notice(self, result: pq.abc.PGresult) -> None:
        """Keep a NOTICE, WARNING or the like."""
        if self._field(result, pq.DiagnosticField.SQLSTATE) == _CRASH_SHUTDOWN:
            self.crash_elsewhere = True
        if len(self.notices) >= self._limits.notices:
            self.notices_omitted += 1
            return
        severity = self._field(result, pq.DiagnosticField.SEVERITY)
        text = self._field(result, pq.DiagnosticField.MESSAGE_PRIMARY)
        self.notices.append(f"{severity}: {text}")

    def refuse(self, sqlstate: str, message: str) -> None:
        """Our own objection, unless PostgreSQL has one already."""
        self.error = self.error or SqlError(sqlstate, message)

    def stopped(self) -> None:
        """The running statement will not end: keep what it gave so far."""
        if self._open is not None:
            self._open.truncated = True
            self._close(self._open)

    def results(self, types: ColumnTypes) -> tuple[ResultSet, ...]:
        """All that was kept, its columns named with their types."""
        return tuple(
            ResultSet(
                columns=tuple(types.column(raw) for raw in done.columns),
                rows=tuple(done.rows),
                row_count=done.count,
                truncated=done.truncated,
                command=done.command,
                cells_cut=done.cells_cut,
            )
            for done in self._done
        )

    @property
    def raw_columns(self) -> list[RawColumn]:
        """The columns of all kept results."""
        return [column for done in self._done for column in done.columns]

    def _take_rows(self, result: pq.abc.PGresult) -> None:
        if self._open is None:
            self._open = self._begun(result)
        pending = self._open
        pending.count += result.ntuples
        for row in range(result.ntuples):
            if pending.truncated or len(self._done) >= self._limits.results:
                break
            self._take_row(pending, result, row)
        if result.status == pq.ExecStatus.TUPLES_OK:
            pending.command = self._command(result)
            self._close(pending)

    def _begun(self, result: pq.abc.PGresult) -> _Pending:
        names = [result.fname(number) for number in range(result.nfields)]
        chars = self._limits.plan_chars if names == _PLAN else self._limits.cell_chars
        # A header is never cut: 1664 columns are all that PostgreSQL gives, and results are counted.
        self._cells_left -= len(names)
        return _Pending(self._columns(result), cell_chars=chars)

    def _take_row(self, pending: _Pending, result: pq.abc.PGresult, row: int) -> None:
        if len(pending.rows) >= self._limits.rows or result.nfields > self._cells_left:
            pending.truncated = True
            return
        cells = tuple(self._cell(pending, result, row, column) for column in range(result.nfields))
        size = sum(len(cell.encode("utf-8", "surrogatepass")) for cell in cells if cell is not None)
        if size > self._bytes_left:
            pending.truncated = True
            return
        self._bytes_left -= size
        self._cells_left -= result.nfields
        pending.rows.append(cells)

    def _cell(self, pending: _Pending, result: pq.abc.PGresult, row: int, column: int) -> str | None:
        value = result.get_value(row, column)
        if value is None:
            return None
        limit = pending.cell_chars
        # No encoding of PostgreSQL uses more than 4 bytes for a character: decode no more than can be shown.
        text = value[: limit * 4 + 4].decode("utf-8", "replace")
        if len(text) > limit:
            pending.cells_cut = True
            return text[:limit] + CUT.format(size=len(value))
        return text

    def _close(self, pending: _Pending) -> None:
        self._open = None
        if len(self._done) < self._limits.results:
            self._done.append(pending)
        else:
            self.results_omitted += 1

    def _columns(self, result: pq.abc.PGresult) -> list[RawColumn]:
        return [
            RawColumn(
                (result.fname(number) or b"").decode("utf-8", "replace"),
                result.ftype(number),
                result.fmod(number),
            )
            for number in range(result.nfields)
        ]

    def _command(self, result: pq.abc.PGresult) -> str:
        return (result.command_status or b"").decode("ascii", "replace")

    def _sql_error(self, result: pq.abc.PGresult) -> SqlError:
        position = self._field(result, pq.DiagnosticField.STATEMENT_POSITION)
        return SqlError(
            sqlstate=self._field(result, pq.DiagnosticField.SQLSTATE),
            message=self._field(result, pq.DiagnosticField.MESSAGE_PRIMARY),
            detail=self._field(result, pq.DiagnosticField.MESSAGE_DETAIL) or None,
            hint=self._field(result, pq.DiagnosticField.MESSAGE_HINT) or None,
            position=int(position) if position.isdecimal() else None,
        )

    def _field(self, result: pq.abc.PGresult, which: pq.DiagnosticField) -> str:
        value = result.error_field(which) or b""
        return value[: self._limits.cell_chars * 4].decode("utf-8", "replace")[: self._limits.cell_chars]
