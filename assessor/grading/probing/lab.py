"""The lab of an answer that is a script: applied to a copy of each database, then probed in copies of that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TypeVar

from assessor.grading.lab import HARMFUL, BaseLab, LabLimits
from assessor.grading.probing.probe import Probed, Script
from assessor.grading.probing.session import Answered, ProbeSession
from assessor.grading.probing.stage import READER, ProbeStage
from assessor.grading.probing.watch import Watch
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from sandbox.provider import SandboxProvider, SandboxSpec

P = TypeVar("P", bound=ProbeSession)
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """A script, and the roles that probes of it run as. In the `visible` database it may be told all that PostgreSQL
    says of it: the candidate has the same data."""

    text: str
    roles: tuple[str, ...]
    visible: str


class Room:
    """A copy of one database with the answer applied, on the stage."""

    def __init__(self, stage: ProbeStage, database: str) -> None:
        self._stage = stage
        self._database = database

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The copy is dropped when the next one is made."""

    def session(self, role: str, kind: type[P]) -> P:
        """A session in the copy. Raises LabUnreachable."""
        return self._stage.session_of(kind, role)

    @property
    def watch(self) -> Watch:
        """Who waits for whom."""
        return self._stage.watch

    def probe(self, script: Script, *, measured: bool) -> Probed:
        """Run a probe. Raises Stopped where the answer harmed the server or spoiled a table."""
        with self._stage.session(script.role) as session:
            probed = _run(session, script, measured=measured)
        self.end_sessions()
        return replace(probed, reads=self.read(script.reads))

    def read(self, queries: Sequence[str]) -> tuple[ResultTable, ...]:
        """What queries of the author's give now. Raises Stopped where the answer spoiled a table."""
        with self._stage.session(READER) as reader:
            self._stage.require_unspoiled(reader, self._database)
            tables = (reader.execute(text).table for text in queries)
            return tuple(table for table in tables if table is not None)

    def end_sessions(self) -> None:
        """End every session in the copy. Raises LabUnreachable."""
        self._stage.end_sessions()


class ProbeLab(BaseLab[Room]):
    """Probes one answer, each time in a fresh copy of a database."""

    def __init__(
        self, provider: SandboxProvider, spec: SandboxSpec, limits: LabLimits, answer: Answer
    ) -> None:
        super().__init__(provider, spec, limits)
        self._answer = answer
        self._stage: ProbeStage | None = None

    def take(self, text: str) -> None:
        """Go on with another text in the same lab: only for texts of the author's, which do each other no harm."""
        self._answer = replace(self._answer, text=text)
        self._confirmed = False
        if self._stage is not None:
            self._stage.forget()

    def apply(self) -> None:
        """Apply the answer to the candidate's own data. Raises Stopped."""
        self._run(self._answer.visible, lambda room: None)

    def probe(self, script: Script, *, measured: bool = False) -> Probed:
        """Run a probe. Raises Stopped where it cannot even be told what came of it."""
        return self._run(script.database, lambda room: room.probe(script, measured=measured))

    def act(self, database: str, action: Callable[[Room], T]) -> T:
        """Do something in a fresh copy of a database with the answer applied. Raises Stopped."""
        return self._run(database, action)

    def _forget(self) -> None:
        if self._stage is not None:
            self._stage.close()
        self._stage = None

    def _opened(self, database: str) -> Room:
        handle = self.handle
        self._stage = self._stage or ProbeStage(handle, self._answer.roles, self._limits.run)
        self._stage.show(database, self._answer.text, openly=database == self._answer.visible)
        return Room(self._stage, database)


def _run(session: ProbeSession, script: Script, *, measured: bool) -> Probed:
    answered, work = Answered(None, 0), None
    for number, text in enumerate(script.statements, 1):
        last = number == len(script.statements)
        try:
            answered, work = _one(session, text, measured=measured and last)
        except Stopped as stopped:
            if stopped.ended in HARMFUL:
                raise
            return Probed(stopped=stopped, early=not last)
    return Probed(answered.table, answered.rows, work=work)


def _one(session: ProbeSession, text: str, *, measured: bool) -> tuple[Answered, Work | None]:
    return session.measure(text) if measured else (session.execute(text), None)
