"""A look at sandboxes from outside, every few seconds, for what no setting of theirs can limit.

The platform's role asks each server, with an empty search path, which sessions the candidate's role has and how much
disk there is in use; nothing of the candidate's is looked into. A run has its own limits (see
sandbox.execution): what is found here is what nobody waits for any more, as after the death of a web process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from psycopg import pq, sql

from sandbox import wire
from sandbox.errors import ConnectionLost, SandboxError
from sandbox.provider import CANDIDATE_ROLE, SandboxHandle, SandboxProvider

SECONDS = 5.0
"""How long one server may take to answer each question."""

AT_ONCE = 4
TERMINATE_MS = 1500

_SESSIONS = sql.SQL(
    """
SELECT pid, state,
       extract(epoch FROM clock_timestamp() - query_start), extract(epoch FROM clock_timestamp() - xact_start),
       extract(epoch FROM clock_timestamp() - state_change)
FROM pg_catalog.pg_stat_activity WHERE usename = {}
"""
).format(sql.Literal(CANDIDATE_ROLE))

_BYTES = """
SELECT ((SELECT coalesce(sum(pg_database_size(oid)), 0) FROM pg_database)
      + (SELECT coalesce(sum(size), 0) FROM pg_ls_waldir())
      + (SELECT coalesce(sum(size), 0) FROM pg_ls_tmpdir()))::bigint
"""


@dataclass(frozen=True)
class Bounds:
    """What a candidate's sessions and data may reach before somebody steps in."""

    statement_seconds: float = 30.0
    """Of one statement. More than the longest run may take, with all that it takes to stop it."""
    transaction_seconds: float = 3600.0
    """Of one transaction, also an idle one: so long may it hold locks. A session that stays open may keep its
    transaction for as long as its candidate goes on using it."""
    idle_seconds: float = 1200.0
    """Of a session that waits for its client, in a transaction or not: it can hold locks and memory. More than the
    sessions that stay open may idle."""
    disk_mb: int | None = None
    """Databases, WAL and temporary files together; None where the provider itself holds a bound."""
    warn_share: float = 0.8
    """Of disk_mb; from there on WARNED is reported."""


class Deed(StrEnum):
    """What was found, and done about it."""

    ENDED_SESSION = "ended_session"
    """A session was terminated for its age."""
    RESTARTED = "restarted"
    """A session outlived its termination: the server was stopped and started again, with its data."""
    WARNED = "warned"
    """The disk is nearly full: the candidate should know; nothing was done."""
    CLEARED = "cleared"
    """The disk was full: all the candidate's sessions were terminated, and that made room."""
    STOPPED = "stopped"
    """The disk is full of what was committed: the server is suspended, and should be reset to its start."""
    UNREACHABLE = "unreachable"
    """The server did not answer or could not be stopped or started; `detail` says why."""


@dataclass(frozen=True)
class Finding:
    """One thing that was done in one sandbox. `detail` is a sentence for logs."""

    sandbox_id: str
    deed: Deed
    detail: str
    disk_mb: float | None = None
    """What was in use, where it is about the disk."""


def patrol(
    provider: SandboxProvider, handles: Iterable[SandboxHandle], bounds: Bounds | None = None
) -> tuple[Finding, ...]:
    """Look at each running sandbox once and step in where bounds are passed; never raises for what one of them does.

    Give it the sandboxes that ran something of late: without a session of the candidate nothing in them grows. Costs
    about 10 ms of each (see docs/sandbox.md), more only where something has to be ended.
    """
    chosen = bounds or Bounds()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="watchdog") as threads:
        found = threads.map(lambda handle: _looked_at(provider, handle, chosen), handles)
        return tuple(finding for each in found for finding in each)


def _looked_at(provider: SandboxProvider, handle: SandboxHandle, bounds: Bounds) -> Sequence[Finding]:
    try:
        connection = wire.connect(handle.platform_dsn, SECONDS, options=wire.NO_SEARCH_PATH)
        try:
            visit = _Visit(handle, connection, bounds)
            findings = [*visit.sessions(), *visit.disk()]
        finally:
            connection.finish()
        for finding in findings:
            _act(provider, handle, finding)
    except SandboxError as error:
        return [Finding(handle.id, Deed.UNREACHABLE, str(error))]
    return findings


def _act(provider: SandboxProvider, handle: SandboxHandle, finding: Finding) -> None:
    if finding.deed in (Deed.RESTARTED, Deed.STOPPED):
        provider.suspend(handle)
    if finding.deed is Deed.RESTARTED:
        provider.resume(handle)


class _Visit:
    """One look at one server."""

    def __init__(self, handle: SandboxHandle, connection: pq.abc.PGconn, bounds: Bounds) -> None:
        self._handle, self._connection, self._bounds = handle, connection, bounds

    def sessions(self) -> Iterator[Finding]:
        """End what is too old; a session that resists is worth a restart."""
        for pid, state, query, transaction, change in self._ask(_SESSIONS.as_string(None)):
            reason = self._too_old(state or "", *map(_seconds, (query, transaction, change)))
            if reason is None:
                continue
            if self._terminate(str(int(pid or 0))):
                yield self._finding(Deed.ENDED_SESSION, f"A session was ended: {reason}.")
            else:
                yield self._finding(Deed.RESTARTED, f"A session could not be ended ({reason}).")
                return

    def disk(self) -> Iterator[Finding]:
        """Hold the bound of the disk, if it is ours to hold."""
        limit = self._bounds.disk_mb
        if limit is None:
            return
        used = self._used_mb()
        if used < limit * self._bounds.warn_share:
            return
        if used < limit:
            yield self._finding(Deed.WARNED, f"{used:.0f} of {limit} MB of disk are in use.", used)
            return
        for pid, *_ in self._ask(_SESSIONS.as_string(None)):
            self._terminate(str(int(pid or 0)))
        # Temporary files and what was not committed are gone with the sessions, old WAL goes with a checkpoint.
        self._ask("CHECKPOINT")
        left = self._used_mb()
        deed = Deed.CLEARED if left < limit else Deed.STOPPED
        yield self._finding(
            deed, f"{used:.0f} of {limit} MB of disk were in use, {left:.0f} MB are now.", left
        )

    def _too_old(self, state: str, query: float, transaction: float, change: float) -> str | None:
        bounds = self._bounds
        if state == "active" and query > bounds.statement_seconds:
            return f"its statement ran for {query:.0f} s"
        if transaction > bounds.transaction_seconds:
            return f"its transaction was {transaction:.0f} s old"
        if state != "active" and change > bounds.idle_seconds:
            return f"it was idle for {change:.0f} s"
        return None

    def _terminate(self, pid: str) -> bool:
        self._ask(f"SELECT pg_catalog.pg_terminate_backend({pid}, {TERMINATE_MS})")
        return not self._ask(f"SELECT FROM pg_catalog.pg_stat_activity WHERE pid = {pid}")

    def _used_mb(self) -> float:
        ((size,),) = self._ask(_BYTES)
        return _seconds(size) / 2**20

    def _ask(self, text: str) -> list[tuple[str | None, ...]]:
        return wire.ask(self._connection, text, SECONDS)

    def _finding(self, deed: Deed, detail: str, disk_mb: float | None = None) -> Finding:
        return Finding(self._handle.id, deed, detail, disk_mb)


def _seconds(told: str | None) -> float:
    try:
        return float(told or 0)
    except ValueError as error:
        raise ConnectionLost(f"The server answers nonsense: {told!r:.50}") from error
