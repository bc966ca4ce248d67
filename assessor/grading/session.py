"""One session in a lab, bounded from outside.

An answer is sent as it is, over the extended protocol, which takes exactly one statement, in a read-only transaction
that is rolled back. Time, rows and bytes are counted here and not by the server, because no session setting is a limit
for somebody who may run SQL. The plans that the server tells (see assessor.grading.stage) are kept with the run.
"""

from __future__ import annotations

import contextlib
import fcntl
import selectors
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Self

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from assessor.errors import GradingFault
from assessor.grading.planner import PLANNER
from assessor.grading.told import Told

SETTINGS: Mapping[str, str] = {
    **PLANNER,
    "application_name": "assessor",
    "search_path": '"$user", public',
    "client_encoding": "UTF8",
    "client_min_messages": "notice",
    "datestyle": "ISO, MDY",
    "timezone": "UTC",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "xmlbinary": "base64",
    "xmloption": "content",
    "synchronize_seqscans": "off",
    "lock_timeout": "15s",
    "default_transaction_read_only": "on",
}
"""Fixed for every graded session, so that no default of a machine decides a verdict. What a candidate can see of them
is what a run in their sandbox has, too, but for those that make a session read-only and a plan repeatable."""

_TYPES = b"SELECT oid, pg_catalog.format_type(oid, NULL), typcategory FROM pg_catalog.pg_type WHERE oid "
_BUILT_IN = b"< 16384"
_MADE = b">= 16384"
"""PostgreSQL gives no lower OID to what is made after initdb, so the types below are the same in all databases of a
server: FirstNormalObjectId in access/transam.h."""

_CONNECT_SECONDS = 10
_CANCEL_SECONDS = 3.0

_LOST = "the PostgreSQL server or session ended while it ran"
_SEVERAL = "cannot insert multiple commands into a prepared statement"
_FAULTS = ("57P", "58", "XX", "53100")
"""SQLSTATEs that may be the server's fault (shut down, system error, internal error, disk full)."""
_NO_MEMORY = "53200"
_MEMORY = "stopped at the memory limit of the server"
_DENIED = ("permission denied for function ", "permission denied for table ", "permission denied for schema ")
"""Messages that name an object of the catalogue and can quote no hidden value."""

_PLAN = b"plan:\n"
_TELLER = b"auto_explain.c"
"""A function can raise the same words, but not from there."""
_FINISH_SECONDS = 10.0
_BACKSTOP_SECONDS = 60
"""The server's own statement_timeout where it leaves our limits room, as in a sandbox."""


class Ended(StrEnum):
    """How running a text ended."""

    OK = "ok"
    REFUSED = "refused"
    """Not one SELECT statement, or PostgreSQL could not parse it; no data was touched."""
    ERROR = "error"
    """PostgreSQL stopped it with an error while it ran."""
    TIMED_OUT = "timed-out"
    TOO_LARGE = "too-large"
    MEMORY = "memory-limit"
    """The server had no more memory, or the kernel ended it for what it took."""
    LOST = "lost"
    """The server or the session went away."""


@dataclass(frozen=True)
class Limits:
    """What one run of an answer may use."""

    seconds: float = 10.0
    rows: int = 100_000
    bytes: int = 32_000_000


class Stopped(Exception):
    """A run ended in another way than OK. `reason` may be shown to a candidate."""

    def __init__(self, ended: Ended, reason: str, sqlstate: str | None = None) -> None:
        super().__init__(reason)
        self.ended = ended
        self.reason = reason
        self.sqlstate = sqlstate


class LabUnreachable(GradingFault):
    """A lab's PostgreSQL did not accept a session."""


Row = tuple[bytes | None, ...]

Parameters = tuple[bytes | None, ...]
"""Values of $1, $2 and so on, as text."""

Types = dict[int, tuple[str, str]]
"""The name and category of types by OID."""


@dataclass(frozen=True)
class KnownTypes:
    """What earlier sessions have asked for: the types of a server, and those made in one of its databases."""

    built_in: Types = field(default_factory=dict)
    made: Types = field(default_factory=dict)


class Session:
    """A session of the candidate's role in one database of a lab."""

    settings: Mapping[str, str] = SETTINGS

    def __init__(self, dsn: str, database: str, limits: Limits, known: KnownTypes | None = None) -> None:
        """What is `known` of types is not asked for again; what is asked for is added to it."""
        self.limits = limits
        self._known = known or KnownTypes()
        self._deadline = time.monotonic() + limits.seconds
        self._told = Told()
        self._received = 0
        backstop = f"{round(max(_BACKSTOP_SECONDS, limits.seconds + 5))}s"
        settings = {**self.settings, "statement_timeout": backstop}
        try:
            self._conn = psycopg.connect(_conninfo(dsn, database, settings), autocommit=True)
        except psycopg.OperationalError as error:
            raise LabUnreachable(f"The lab's PostgreSQL did not accept a session: {error}") from error
        self._conn.pgconn.notice_handler = self._notice

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._conn.close()  # the server rolls the transaction back

    def types(self) -> Types:
        """Every type's name and category by OID; asked before an answer runs, so that it has no say in it."""
        for known, which in ((self._known.built_in, _BUILT_IN), (self._known.made, _MADE)):
            if not known:
                known.update(self._listed(which))
        return {**self._known.built_in, **self._known.made}

    def _listed(self, which: bytes) -> Types:
        answer = self._ours(_TYPES + which)
        found: Types = {}
        for number in range(answer.ntuples):
            oid, name, category = ((answer.get_value(number, column) or b"").decode() for column in range(3))
            found[int(oid)] = (name, category)
        return found

    def begin(self) -> None:
        """Open the read-only transaction; the clock of the limit starts."""
        self._ours(b"BEGIN TRANSACTION READ ONLY")
        self._deadline = time.monotonic() + self.limits.seconds

    def parse(self, text: str) -> pq.abc.PGresult:
        """Have the text parsed as the unnamed statement and return its description.

        Raises Stopped(REFUSED) unless it is exactly one statement that returns columns. Nothing runs yet and no
        table is read, so PostgreSQL's message gives no hidden value away and is shown as it is.
        """
        self._ask(lambda wire: wire.send_prepare(b"", text.encode()), parsing=True)
        description = self._ask(lambda wire: wire.send_describe_prepared(b""), parsing=True)
        if description.nfields == 0:
            raise Stopped(Ended.REFUSED, "the answer must be one SELECT statement that returns columns")
        return description

    def run(self, parameters: Parameters = ()) -> Iterator[Row]:
        """Run the parsed statement and give its rows as they come, up to the limits."""
        self._told = Told()  # forgets our own statements
        for result, rows in self._rows(parameters):
            if result.status == pq.ExecStatus.TUPLES_OK and not (result.command_status or b"").startswith(
                b"SELECT"
            ):
                raise Stopped(Ended.REFUSED, "the answer must be one SELECT statement")
            yield from rows

    def _rows(self, parameters: Parameters = ()) -> Iterator[tuple[pq.abc.PGresult, list[Row]]]:
        """Run the parsed statement and give each result with its rows as they come, up to the limits."""
        self._send(lambda wire: wire.send_query_prepared(b"", parameters, result_format=1))
        self._conn.pgconn.set_single_row_mode()
        rows = size = 0
        for result in self._results():
            self._refuse_errors(result, parsing=False)
            found = []
            for number in range(result.ntuples):
                row = tuple(result.get_value(number, column) for column in range(result.nfields))
                rows, size = rows + 1, size + sum(map(len, filter(None, row)))
                self._refuse_excess(rows, size)
                found.append(row)
            yield result, found

    def finish(self) -> Told:
        """End the run and give what the server told of it.

        A statement's plan comes when its portal closes, which our rollback makes it do. Plans of the statements inside
        it come before, or after it where its end cuts a function short.
        """
        self._told.ending = True
        self._deadline = time.monotonic() + _FINISH_SECONDS
        self._ours(b"ROLLBACK")
        if self._told.unreadable:
            raise Stopped(Ended.ERROR, "its plan is nested too deeply to be measured")
        if self._told.plan is None:
            raise LabUnreachable("The lab's PostgreSQL told no plan.")
        return self._told

    def _notice(self, notice: pq.abc.PGresult) -> None:
        self._received = 0
        severity = notice.error_field(pq.DiagnosticField.SEVERITY_NONLOCALIZED)
        _, found, plan = (notice.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").partition(_PLAN)
        source = notice.error_field(pq.DiagnosticField.SOURCE_FILE)
        if severity == b"INFO" and source == _TELLER and found:
            self._told.add(plan)

    def _ours(self, query: bytes) -> pq.abc.PGresult:
        """A query of our own; a server that cannot answer it is no fault of an answer."""
        try:
            return self._ask(lambda wire: wire.send_query(query), parsing=False)
        except Stopped as error:
            raise LabUnreachable(f"The lab's PostgreSQL does not answer: {error}") from error

    def _ask(self, send: Callable[[pq.abc.PGconn], None], parsing: bool) -> pq.abc.PGresult:
        self._send(send)
        last: pq.abc.PGresult | None = None
        for last in self._results():
            self._refuse_errors(last, parsing)
        if last is None:
            raise Stopped(Ended.LOST, _LOST)
        return last

    def _send(self, send: Callable[[pq.abc.PGconn], None]) -> None:
        try:
            send(self._conn.pgconn)
        except psycopg.OperationalError as error:
            raise Stopped(Ended.LOST, _LOST) from error

    def _refuse_excess(self, rows: int, size: int) -> None:
        if rows > self.limits.rows:
            raise Stopped(Ended.TOO_LARGE, f"stopped after {self.limits.rows:,} rows")
        if size > self.limits.bytes:
            raise Stopped(Ended.TOO_LARGE, f"stopped after {self.limits.bytes:,} bytes of result")

    def _refuse_errors(self, result: pq.abc.PGresult, parsing: bool) -> None:
        if result.status in (pq.ExecStatus.COPY_OUT, pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_BOTH):
            raise Stopped(Ended.REFUSED, "the answer must be one SELECT statement")
        if result.status != pq.ExecStatus.FATAL_ERROR:
            return
        state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
        if not state or state == _NO_MEMORY:
            raise Stopped(Ended.MEMORY, _MEMORY, state or None)
        if self._conn.pgconn.status == pq.ConnStatus.BAD or state.startswith(_FAULTS):
            raise Stopped(Ended.LOST, _LOST, state)
        message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode("utf-8", "replace")
        if not parsing:
            shown = message if message.startswith(_DENIED) else condition(state)
            raise Stopped(Ended.ERROR, f"PostgreSQL stopped it: {shown} ({state})", state)
        if message.startswith(_SEVERAL):
            message = "the answer must be one statement, and this is more than one"
        raise Stopped(Ended.REFUSED, f"PostgreSQL does not accept it: {message} ({state})", state)

    def _results(self) -> Iterator[pq.abc.PGresult]:
        """Results as they come; after the deadline the run is cancelled from outside."""
        wire = self._conn.pgconn
        with selectors.DefaultSelector() as selector:
            selector.register(wire.socket, selectors.EVENT_READ)
            while True:
                while wire.is_busy():
                    left = self._deadline - time.monotonic()
                    if left <= 0 or not selector.select(left):
                        self._cancel()
                    self._refuse_flood(wire.socket)
                    try:
                        wire.consume_input()
                    except psycopg.OperationalError as error:
                        raise Stopped(Ended.MEMORY, _MEMORY) from error
                result = wire.get_result()
                if result is None:
                    return
                self._received = 0
                yield result

    def _refuse_flood(self, socket: int) -> None:
        """A row comes out of libpq only as a whole: stop reading one that is larger than a whole result may be.

        What waits in the socket is a lower bound of what libpq will keep.
        """
        waiting = fcntl.ioctl(socket, termios.FIONREAD, b"\0" * 4)
        self._received += int(struct.unpack("i", waiting)[0])
        self._refuse_excess(0, self._received)

    def _cancel(self) -> None:
        """Ask the server to stop; whether it obeys does not matter: the caller throws the lab away."""
        with contextlib.suppress(psycopg.Error):  # the server may be too busy to listen
            self._conn.cancel_safe(timeout=_CANCEL_SECONDS)
        raise Stopped(Ended.TIMED_OUT, f"stopped after {self.limits.seconds:g} s")


def condition(sqlstate: str) -> str:
    """PostgreSQL's name of an error without its text, which may quote a hidden value: "division by zero"."""
    try:
        name = psycopg.errors.lookup(sqlstate).__name__
    except KeyError:
        return "error"
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()


def _conninfo(dsn: str, database: str, settings: Mapping[str, str]) -> str:
    options = " ".join(f"-c {name}={_escaped(value)}" for name, value in settings.items())
    given = str(conninfo_to_dict(dsn).get("options") or "")
    return make_conninfo(
        dsn, dbname=database, options=f"{given} {options}".strip(), connect_timeout=_CONNECT_SECONDS
    )


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")
