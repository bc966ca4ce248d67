"""The rehearsal in which nothing goes wrong: the locks of each statement, and who waits while they are held."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from assessor.grading.migrating.apply import MOST_TIMES, endless, units
from assessor.grading.migrating.record import Seen
from assessor.grading.migrating.rehearsal import Rehearsal
from assessor.grading.migrating.sight import STRONG
from assessor.grading.migrating.text import Statement, Step
from assessor.grading.migrating.workload import Pending
from assessor.grading.probing.session import ProbeSession
from assessor.grading.session import Stopped

_NOT_INSIDE = ("25001", "2D000")
"""SQLSTATEs of what cannot run inside a transaction, or ends it itself."""
_PATIENT = """
SELECT pg_catalog.set_config('statement_timeout', '0', false), pg_catalog.set_config('lock_timeout', '15s', false)
"""
"""Here no bound of the answer's own decides: a busy machine would."""
_COUNTED = """
SELECT pg_catalog.sum(pg_catalog.pg_stat_get_xact_blocks_fetched(c.oid)),
       pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid)),
       pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)),
       pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid))
FROM pg_catalog.pg_class AS c WHERE c.oid OPERATOR(pg_catalog.>=) 16384
"""
"""Of the session's own transaction; OIDs of what is made after initdb begin there."""
_WATCHED = 2
"""So many times of a repeated statement the application is looked at; the others are like them."""


@dataclass
class _Transaction:
    """What one transaction does, and who waits for it."""

    blocks: int
    rows: int
    seen: list[Seen] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)


class Calm(Rehearsal):
    """Looks at every statement before its transaction ends."""

    def step(self, step: Step) -> None:
        """Run a step. Raises Stopped."""
        with self.theatre.migrator(self.changes) as session:
            if step.repeat:
                self._repeat(session, step, step.statements[0])
                return
            for unit in units(step):
                self._unit(session, step, unit)

    def _repeat(self, session: ProbeSession, step: Step, statement: Statement) -> None:
        for number in range(MOST_TIMES):
            if not self._unit(session, step, (statement,), watched=number < _WATCHED):
                return
        raise endless()

    def _unit(
        self, session: ProbeSession, step: Step, unit: tuple[Statement, ...], *, watched: bool = True
    ) -> int:
        """Run a transaction; the rows that its last statement changed."""
        session.ask(_PATIENT)
        wrapped = not unit[0].begins
        session.tell("BEGIN" if wrapped else unit[0].text)
        transaction, rows = _Transaction(*_counted(session)), 0
        for statement in unit if wrapped else unit[1:-1]:
            seen = self.seen(step, statement)
            try:
                rows = self._inside(session, statement, transaction, seen, watched=watched)
            except Stopped as stopped:
                if not wrapped or stopped.sqlstate not in _NOT_INSIDE:
                    raise
                session.tell("ROLLBACK")
                return self._outside(session, step, statement, seen)
        session.tell("COMMIT" if wrapped else unit[-1].text)
        self._ended(transaction, step)
        return rows

    def _inside(
        self,
        session: ProbeSession,
        statement: Statement,
        transaction: _Transaction,
        seen: Seen,
        *,
        watched: bool,
    ) -> int:
        started = time.monotonic()
        rows = session.tell(statement.text)
        seen.seconds += time.monotonic() - started
        blocks, changed = _counted(session)
        seen.blocks = max(seen.blocks or 0, blocks - transaction.blocks + changed - transaction.rows)
        seen.rows = max(seen.rows, changed - transaction.rows)
        transaction.blocks, transaction.rows = blocks, changed
        transaction.seen.append(seen)
        if watched:
            self._look(session, seen, transaction.pending)
        return rows

    def _look(self, session: ProbeSession, seen: Seen, pending: list[Pending]) -> None:
        seen.locks |= self.theatre.sight.locks(session.pid)
        pending += self.theatre.workload.start(self.versions, pending)
        waiting = (each.name for each in pending if session.pid in each.ahead)
        seen.blocked += [name for name in waiting if name not in seen.blocked]

    def _ended(self, transaction: _Transaction, step: Step) -> None:
        """Judge a transaction that has ended, and let the application go on."""
        bounds = self.theatre.plan.bounds
        first = next((each for each in transaction.seen if each.blocked and _strong(each)), None)
        if first is not None:
            after = transaction.seen[transaction.seen.index(first) :]
            work = sum(each.blocks or 0 for each in after)
            if work > bounds.blocks:
                first.problem = (
                    f"{_strong(first)} keeps {', '.join(first.blocked)} waiting while {work:,} pages are read and rows"
                    f" changed; {bounds.blocks:,} are allowed"
                )
        for last in transaction.seen[-1:]:
            last.problem = last.problem or self._too_many(sum(each.rows for each in transaction.seen))
        where = f'during step "{step.name}"'
        self.found.wrong += self.theatre.workload.finish(transaction.pending, where)

    def _too_many(self, rows: int) -> str:
        most = self.theatre.plan.bounds.rows
        return f"one transaction changes {rows:,} rows; {most:,} are allowed" if rows > most else ""

    def _outside(self, session: ProbeSession, step: Step, statement: Statement, seen: Seen) -> int:
        """What makes transactions of its own is looked at while it waits for a long one of the application's."""
        seen.blocks = None
        pending: list[Pending] = []
        started, before = time.monotonic(), self.theatre.sight.now()
        with self.theatre.held() as holder:
            running = self.theatre.begin(session, statement.text)
            if self.theatre.watch.settle(running, session.pid):
                self._look(session, seen, pending)
            holder.tell("ROLLBACK")
            rows = int(running.result())
        seen.seconds = time.monotonic() - started
        seen.note = "in transactions of its own"
        seen.rows = max(seen.rows, self.theatre.sight.largest_since(before))
        seen.problem = self._too_many(seen.rows)
        if seen.blocked and _strong(seen):
            seen.problem = f"{_strong(seen)} keeps {', '.join(seen.blocked)} waiting for all of its work"
        self.found.wrong += self.theatre.workload.finish(pending, f'during step "{step.name}"')
        return rows


def _strong(seen: Seen) -> str:
    """The strong locks in words, or nothing."""
    return ", ".join(f"{mode} on {table}" for table, mode in sorted(seen.locks.items()) if mode in STRONG)


def _counted(session: ProbeSession) -> tuple[int, int]:
    """Pages read and rows changed by the transaction of a session."""
    blocks, *changed = (int(value or 0) for value in session.ask(_COUNTED))
    return blocks, sum(changed)
