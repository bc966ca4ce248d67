"""The application at work: each statement on the migrated tables, and the old one on a copy that nobody migrates."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from assessor.grading.compare import compare
from assessor.grading.lab import HARMFUL
from assessor.grading.migrating.plan import Call, Plan
from assessor.grading.probing.session import Answered, ProbeSession
from assessor.grading.probing.stage import READER, ProbeStage
from assessor.grading.session import LabUnreachable, Stopped
from assessor.grading.table import ResultTable
from sandbox.provider import DEFAULT_DATABASE

TWIN = "twin"
"""The database that nobody migrates."""


@dataclass(frozen=True)
class Pending:
    """A statement of the application that has begun."""

    call: Call
    version: str
    number: int
    session: ProbeSession
    running: Future[Any]
    ahead: set[int]
    """The processes that it waits for; empty if it is done."""

    @property
    def name(self) -> str:
        """As people read it."""
        return f"{self.call.name} ({self.version})"


class Workload:
    """Sessions of the application, as many of each role as have to wait at once, and one more."""

    def __init__(self, stage: ProbeStage, plan: Plan, pool: ThreadPoolExecutor) -> None:
        self._stage = stage
        self._plan = plan
        self._pool = pool
        self._number = 0
        self._sessions: dict[tuple[str, str], list[ProbeSession]] = {}
        """By role and version: those that have nothing to do."""
        self._opened = ExitStack()

    def close(self) -> None:
        """End all sessions."""
        self._opened.close()

    def start(self, versions: Sequence[str], pending: Sequence[Pending] = ()) -> list[Pending]:
        """Begin every statement of these versions that does not wait already, as some of those that are `pending` may.

        Each is done or waits for a lock when the next one begins.
        """
        waiting = {(each.call, each.version) for each in pending if not each.running.done()}
        wanted = [(call, version) for version in versions for call in self._plan.calls]
        return [self._start(*each) for each in wanted if each not in waiting]

    def finish(self, pending: Sequence[Pending], where: str) -> list[tuple[str, str]]:
        """Wait for what has begun, and give what is wrong with it, each with where. Raises LabUnreachable."""
        waits = next((number for number, each in enumerate(pending) if each.ahead), len(pending))
        doubtful = {each.number for each in pending[waits:]}
        found = (
            (each, self._problem(each, doubtful=each.number in doubtful))
            for each in sorted(pending, key=lambda each: bool(each.ahead))
        )
        return [(where, f"{each.name} {problem}") for each, problem in found if problem]

    def run(self, versions: Sequence[str], where: str) -> list[tuple[str, str]]:
        """Both in one, where nothing keeps the application waiting."""
        return self.finish(self.start(versions), where)

    def same(self, where: str, *, back: bool = False) -> list[tuple[str, str]]:
        """What is wrong with the data, `back` in its old shape."""
        found = []
        for before, after in self._plan.same:
            wanted = self._execute(READER, TWIN, before).table
            try:
                given = self._execute(READER, "", before if back else after).table
            except Stopped as stopped:
                return [(where, f"the data cannot be read: {stopped.reason}")]
            problem = _differs(wanted, given)
            found += [(where, f"the data is not what the application wrote: {problem}")] if problem else []
        return found

    def _start(self, call: Call, version: str) -> Pending:
        self._number += 1
        session = self._taken(call.role, version)
        running = self._pool.submit(session.execute, call.text(version, self._number))
        ahead = self._stage.watch.settle(running, session.pid)
        if not ahead:
            self._sessions[call.role, version].append(session)
        return Pending(call, version, self._number, session, running, ahead)

    def _problem(self, pending: Pending, *, doubtful: bool) -> str:
        """What is wrong with a statement once it is done, or nothing; the twin follows.

        What a `doubtful` one reads is not compared: others had to wait when it began, and may have gone on before it.
        """
        try:
            given = self._given(pending)
        except Stopped as stopped:
            if stopped.ended in HARMFUL:
                raise
            return f"fails: {stopped.reason}"
        try:
            wanted = self._execute(pending.call.role, TWIN, pending.call.text("old", pending.number))
        except Stopped as stopped:
            raise LabUnreachable(f"The application fails on the author's tables: {stopped}") from stopped
        if doubtful and given.table is not None:
            return ""
        if wanted.rows != given.rows:
            return f"has {given.rows:,} rows in place of {wanted.rows:,}"
        return _differs(wanted.table, given.table)

    def _given(self, pending: Pending) -> Answered:
        """What a statement has given in the end. Raises Stopped."""
        try:
            given: Answered = pending.running.result()
        finally:
            if pending.ahead:
                self._sessions[pending.call.role, pending.version].append(pending.session)
        return given

    def _execute(self, role: str, version: str, text: str) -> Answered:
        """Run a statement for which nothing can be in the way. Raises Stopped."""
        session = self._taken(role, version)
        try:
            return session.execute(text)
        finally:
            self._sessions[role, version].append(session)

    def _taken(self, role: str, version: str) -> ProbeSession:
        idle = self._sessions.setdefault((role, version), [])
        if idle:
            return idle.pop()
        database = TWIN if version == TWIN else DEFAULT_DATABASE
        return self._opened.enter_context(self._stage.session(role, database))


def _differs(wanted: ResultTable | None, given: ResultTable | None) -> str:
    if wanted is None or given is None:
        return "" if wanted is given else "gives no rows"
    compared = compare(wanted, given)
    return f"gives something else: {compared.message}" if compared.rule else ""
