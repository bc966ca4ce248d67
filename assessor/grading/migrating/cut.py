"""The rehearsal in which every step is cut off, in the middle and after each of its transactions, and begun again."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.grading.migrating.apply import units
from assessor.grading.migrating.rehearsal import LOCK_TIMEOUT, Rehearsal
from assessor.grading.migrating.text import Statement, Step
from assessor.grading.probing.session import ProbeSession
from assessor.grading.session import Ended, Stopped


class Cut(Rehearsal):
    """Ends the session of a step from outside, wherever that can leave something behind."""

    fails = "cannot be begun again after it was cut off"

    def step(self, step: Step) -> None:
        """Cut a step off everywhere, then run it. Raises Stopped."""
        parts = units(step)
        for number, unit in enumerate(parts):
            before = [statement for part in parts[:number] for statement in part]
            self.seen(step, unit[0]).note = "cut off in the middle, and after it"
            if self._middle(before, unit):
                with self.theatre.migrator(self.changes) as session:
                    _tell(session, [*before, *unit])
                    self.theatre.cut(session)
        super().step(step)

    def _middle(self, before: Sequence[Statement], unit: Sequence[Statement]) -> bool:
        """Cut a transaction off before its end. Whether that was possible: else it was cut off after it."""
        with self.theatre.migrator(self.changes) as session:
            _tell(session, before)
            _tell(session, unit[:-1])
            waits = len(unit) > 1 or self._waits(session, unit[0])
            self.theatre.cut(session)
        return waits

    def _waits(self, session: ProbeSession, statement: Statement) -> bool:
        """Whether a statement waits for a long transaction: then it is cut off there."""
        with self.theatre.held():
            running = self.theatre.begin(session, statement.text)
            waits = bool(self.theatre.watch.settle(running, session.pid))
            if waits:
                self.theatre.cut(session)
            try:
                running.result()
            except Stopped as stopped:
                gave_up = stopped.sqlstate == LOCK_TIMEOUT
                if not gave_up and not (waits and stopped.ended is Ended.LOST):
                    raise
                waits = True
        return waits


def _tell(session: ProbeSession, statements: Sequence[Statement]) -> None:
    for statement in statements:
        session.tell(statement.text)
