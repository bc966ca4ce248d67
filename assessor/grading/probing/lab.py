"""The lab of an answer that is a script: applied to a copy of each database, then probed in copies of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from assessor.grading.lab import HARMFUL, BaseLab, LabLimits, Stays
from assessor.grading.probing.probe import Load, Probed, Script
from assessor.grading.probing.session import Answered, ProbeSession
from assessor.grading.probing.stage import READER, SCRIPT, Form, ProbeStage
from assessor.grading.probing.tracing import Sessions, look
from assessor.grading.probing.watch import Watch
from assessor.grading.session import Stopped
from assessor.grading.table import ResultTable
from assessor.grading.work import Work
from sandbox.provider import CANDIDATE_ROLE, SandboxProvider, SandboxSpec

P = TypeVar("P", bound=ProbeSession)
T = TypeVar("T")

_NONE = ""
"""The database of a run that puts its own on the stage."""


@dataclass(frozen=True)
class Answer:
    """A script, and the roles that probes of it run as. In the `visible` database it may be told all that PostgreSQL
    says of it: the candidate has the same data."""

    text: str
    roles: tuple[str, ...]
    visible: str
    form: Form = SCRIPT
    loads: Mapping[str, Sequence[Load]] = field(default_factory=dict)
    """By database: what is stored through the answer once it is applied there."""


class Room(Stays):
    """A copy of one database with the answer applied, on the stage."""

    def __init__(self, stage: ProbeStage, database: str) -> None:
        self.stage = stage
        self._database = database

    def session(self, role: str, kind: type[P]) -> P:
        """A session in the copy. Raises LabUnreachable."""
        return self.stage.session_of(kind, role)

    @property
    def watch(self) -> Watch:
        """Who waits for whom."""
        return self.stage.watch

    def probe(self, script: Script, *, measured: bool) -> Probed:
        """Run a probe. Raises Stopped where the answer harmed the server or spoiled a table."""
        with self.stage.session(script.role) as session:
            probed = _run(session, script, measured=measured)
        self.end_sessions()
        if script.traces and not probed.stopped:
            probed = replace(probed, traced=self._traced(script))
        return replace(probed, reads=self.read(script.reads))

    def read(self, queries: Sequence[str]) -> tuple[ResultTable, ...]:
        """What queries of the author's give now. Raises Stopped where the answer spoiled a table."""
        if not queries and not self.stage.guards(self._database):
            return ()
        with self.stage.session(READER) as reader:
            self.stage.require_unspoiled(reader, self._database)
            tables = (reader.execute(text).table for text in queries)
            return tuple(table for table in tables if table is not None)

    def untouched(self) -> None:
        """Say that nothing has changed in the copy: what comes next may have it."""
        self.stage.keep(self._database)

    def end_sessions(self) -> None:
        """End every session in the copy. Raises LabUnreachable."""
        self.stage.end_sessions()

    def _traced(self, script: Script) -> tuple[str, ...]:
        """How values break their rules; an owner whom policies hold has the settings of the probe, too."""
        sessions = Sessions(
            lambda: self.stage.session(READER),
            lambda: self.stage.session(CANDIDATE_ROLE, settings=script.settings),
            lambda: self.stage.session(script.role, settings=script.settings),
        )
        return tuple(filter(None, (look(trace, sessions) for trace in script.traces)))


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

    @property
    def text(self) -> str:
        """What is applied."""
        return self._answer.text

    def on_stage(self, action: Callable[[ProbeStage], T]) -> T:
        """What an action of the caller's gives that puts databases on the stage itself. Raises Stopped."""
        return self._run(_NONE, lambda room: action(room.stage))

    def apply(self) -> None:
        """Apply the answer to the candidate's own data. Raises Stopped."""
        answer = self._answer
        self.on_stage(lambda stage: stage.apply(answer.visible, answer.text, openly=True))

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
        handle, answer = self.handle, self._answer
        self._stage = self._stage or ProbeStage(
            handle, answer.roles, self._limits.run, answer.form, answer.loads
        )
        if database != _NONE:
            self._stage.show(database, answer.text, openly=database == answer.visible)
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
