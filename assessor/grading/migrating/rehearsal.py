"""What all rehearsals have in common: step after step, with the application at work after each."""

from __future__ import annotations

from assessor.grading.lab import HARMFUL
from assessor.grading.migrating.apply import run_step
from assessor.grading.migrating.record import Rehearsed, Seen
from assessor.grading.migrating.text import ChangeSet, Statement, Step
from assessor.grading.migrating.theatre import Theatre
from assessor.grading.session import Stopped

LOCK_TIMEOUT = "55P03"
"""The SQLSTATE of a statement that gave up waiting."""


class Broken(Exception):
    """A rehearsal cannot go on; the message may be shown to a candidate."""


class Rehearsal:
    """A change set, rehearsed once in a theatre."""

    fails = "fails"
    """What is said of a step that does not come to its end."""

    def __init__(self, changes: ChangeSet) -> None:
        self.changes = changes
        self.versions: list[str] = []
        """What works while a step runs."""

    def __call__(self, theatre: Theatre) -> Rehearsed:
        """Rehearse it. Raises Stopped where the server was harmed, GradingFault."""
        self.theatre = theatre
        self.found = Rehearsed()
        try:
            self.all()
        except Broken as broken:
            self.found.broken = str(broken)
        else:
            self.found.shape = theatre.sight.shapes()
        return self.found

    def all(self) -> None:
        """Every step, and the data in the end. Raises Broken."""
        for index, step in enumerate(self.changes.steps):
            self.forward(index, step)
        self.found.wrong += self.theatre.workload.same("in the end")

    def forward(self, index: int, step: Step) -> None:
        """A step, and the application after it. Raises Broken."""
        self.versions = self._working(index < self.changes.retire, index >= self.changes.release)
        self.tried(step)
        done = index + 1
        versions = self._working(done <= self.changes.retire, done >= self.changes.release)
        versions += (
            versions[:1] if len(versions) > 1 else []
        )  # the old one again: it sees what the new one wrote
        self.found.wrong += self.theatre.workload.run(versions, f'after step "{step.name}"')

    def tried(self, step: Step) -> None:
        """Run a step. Raises Broken, and Stopped where the server was harmed."""
        try:
            self.step(step)
        except Stopped as stopped:
            if stopped.ended in HARMFUL:
                raise
            raise Broken(f'step "{step.name}" {self.fails}: {stopped.reason}') from stopped

    def step(self, step: Step) -> None:
        """Run a step. Raises Stopped."""
        with self.theatre.migrator(self.changes) as session:
            run_step(session, step)

    def seen(self, step: Step, statement: Statement) -> Seen:
        """What is told of a statement from now on."""
        for each in self.found.seen:
            if (each.step, each.line) == (step.name, statement.line):
                each.times += 1
                return each
        self.found.seen.append(Seen(step.name, statement.line, statement.text))
        return self.found.seen[-1]

    @staticmethod
    def _working(old: bool, new: bool) -> list[str]:
        return [version for version, works in (("old", old), ("new", new)) if works]
