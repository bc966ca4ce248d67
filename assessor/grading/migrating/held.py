"""The rehearsal behind a long transaction of the application: who waits in the queue, and does the step give way."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.grading.migrating.apply import run_step, units
from assessor.grading.migrating.record import Seen
from assessor.grading.migrating.rehearsal import LOCK_TIMEOUT, Rehearsal
from assessor.grading.migrating.text import Statement, Step
from assessor.grading.migrating.workload import Pending
from assessor.grading.probing.session import ProbeSession
from assessor.grading.session import Stopped

_GAVE_UP = (LOCK_TIMEOUT, "57014")
"""Also where the rehearsal made it give up."""
_IN_FORCE = """
SELECT s.setting FROM pg_catalog.pg_settings AS s WHERE s.name OPERATOR(pg_catalog.=) 'lock_timeout'
"""
_LIFTED_MS = 86_399_999
_LIFT = f"SELECT pg_catalog.set_config('lock_timeout', '{_LIFTED_MS}', {{}})"
"""A timeout within the bound is taken for granted: once it is seen who waits, the statement is made to give up. So no
busy machine decides what was seen."""


class Held(Rehearsal):
    """Begins a long transaction before each transaction of a step, once; a step that gives up is begun again."""

    fails = "fails when it is begun again"

    def step(self, step: Step) -> None:
        """Run a step until each of its transactions has met a long one. Raises Stopped."""
        parts = units(step)
        self._met = self._lifted = 0
        while not self._through(step, parts):
            pass  # each time one more has met it

    def _through(self, step: Step, parts: Sequence[Sequence[Statement]]) -> bool:
        """Begin the step; whether it came to its end and did not give up."""
        with self.theatre.migrator(self.changes) as session:
            for number, unit in enumerate(parts):
                if number < self._met:
                    for statement in unit:
                        session.tell(statement.text)
                    continue
                self._met = number + 1
                if not self._behind(session, step, unit):
                    return False
            if step.repeat:
                run_step(session, step)
        return True

    def _behind(self, session: ProbeSession, step: Step, unit: Sequence[Statement]) -> bool:
        """Run a transaction behind a long one; whether it did not give up."""
        pending: list[Pending] = []
        try:
            with self.theatre.held() as holder:
                for statement in unit:
                    if statement.begins or statement.ends:
                        session.tell(statement.text)
                    else:
                        self._one(session, holder, statement, self.seen(step, statement), pending)
        except Stopped as stopped:
            if stopped.sqlstate not in _GAVE_UP:
                raise
            return False
        finally:
            where = f'while step "{step.name}" waits for a long transaction'
            self.found.wrong += self.theatre.workload.finish(pending, where)
        return True

    def _one(
        self,
        session: ProbeSession,
        holder: ProbeSession,
        statement: Statement,
        seen: Seen,
        pending: list[Pending],
    ) -> None:
        timeout, bound = self._timeout(session), self.theatre.plan.bounds.lock_timeout
        in_bound = 0 < timeout <= bound
        running = self.theatre.begin(session, statement.text)
        if self.theatre.watch.settle(running, session.pid):
            seen.locks |= self.theatre.sight.locks(session.pid)
            pending += self.theatre.workload.start(self.versions, pending)
            seen.blocked = [each.name for each in pending if session.pid in each.ahead]
            seen.note = "waits for the long transaction"
            if seen.blocked and not in_bound:
                seen.problem = _pile_up(seen.blocked, timeout, bound)
            if in_bound:
                self.theatre.cancel(session)
            else:
                holder.tell("ROLLBACK")
        try:
            running.result()
        except Stopped as stopped:
            if stopped.sqlstate in _GAVE_UP:
                seen.note = "waits for the long transaction, gives up, and is begun again"
            raise

    def _timeout(self, session: ProbeSession) -> float:
        """The lock_timeout that the answer has set, in seconds; one within the bound is lifted."""
        (setting,) = session.ask(_IN_FORCE)
        given = self._lifted if int(setting) == _LIFTED_MS else int(setting)
        if 0 < given <= 1000 * self.theatre.plan.bounds.lock_timeout:
            self._lifted = given
            session.ask(_LIFT.format("true" if session.in_transaction else "false"))
        return given / 1000


def _pile_up(blocked: Sequence[str], timeout: float, bound: float) -> str:
    how = f"for up to {timeout:g} s ({bound:g} s are allowed)" if timeout else "without a lock_timeout"
    return f"it waits for a long transaction {how} and keeps {', '.join(blocked)} waiting behind it"
