"""What one run of a candidate's text may cost, and what it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class RunLimits:
    """Bounds on one run; what lies beyond is cut and said, never buffered."""

    seconds: float = 10.0
    """Of the whole text, however many statements it has."""
    rows: int = 1000
    """Kept of each result."""
    bytes: int = 2_000_000
    """Kept of all cells of all results together, as UTF-8."""
    cells: int = 200_000
    """Kept of all results together, their headers included: also a NULL costs its reader something."""
    cell_chars: int = 10_000
    """Kept of each cell, and of each notice and message."""
    plan_chars: int = 500_000
    """Kept of a cell of EXPLAIN's "QUERY PLAN": a plan in JSON is one cell, and useless if cut."""
    notices: int = 50
    results: int = 60
    """Kept of a text: a script that makes tables and functions has so many statements, and the last is looked at."""


class RunOutcome(StrEnum):
    """How a run ended."""

    OK = "ok"
    ERROR = "error"
    """PostgreSQL refused or failed the text; see RunResult.error."""
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    """The server went away (killed, out of memory, restarted)."""


class SessionState(StrEnum):
    """What a session that stays open is doing."""

    IDLE = "idle"
    IN_TRANSACTION = "in_transaction"
    FAILED = "failed"
    """In a transaction that only ROLLBACK ends."""
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Column:
    """A result column: its name and PostgreSQL type as format_type() prints it."""

    name: str
    type: str
    numeric: bool = False


@dataclass(frozen=True)
class ResultSet:
    """One statement's result; cells are PostgreSQL's text output, None for NULL."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | None, ...], ...]
    row_count: int
    """Rows the statement returned or affected, also those beyond the limits; of a statement that was stopped
    (see command), the rows it had given until then."""
    truncated: bool
    """Whether rows are missing in `rows`."""
    command: str
    """The command tag, e.g. "SELECT 3"; empty if the statement was stopped before its end."""
    cells_cut: bool = False
    """Whether a cell was longer than the limit; it ends with a mark that tells its true length in bytes."""


@dataclass(frozen=True)
class SqlError:
    """A PostgreSQL error. `position` is the 1-based character offset in the text that was sent, or None."""

    sqlstate: str
    message: str
    detail: str | None = None
    hint: str | None = None
    position: int | None = None


@dataclass(frozen=True)
class RunResult:
    """Everything one run gave."""

    outcome: RunOutcome
    results: tuple[ResultSet, ...] = ()
    error: SqlError | None = None
    notices: tuple[str, ...] = ()
    duration_ms: float = 0.0
    message: str = field(default="")
    """One plain sentence for the candidate when the outcome is not OK."""
    results_omitted: int = 0
    """Statements beyond RunLimits.results; they ran, their results are not kept."""
    notices_omitted: int = 0
    session_left: bool = False
    """Whether the session lives on although it was terminated: only the end of its server ends it (see
    sandbox.watchdog)."""
