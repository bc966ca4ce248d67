"""The lab of an incident's answer: a fresh copy of the data, the trouble in it, and sessions for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType

from assessor.grading.incident.drill import Drill, Drilled
from assessor.grading.lab import BaseLab, LabLimits
from assessor.grading.probing.stage import READER, ProbeStage
from assessor.grading.session import Ended, LabUnreachable, Stopped
from assessor.grading.table import ResultTable
from sandbox.cast import Plot, Scene
from sandbox.cast.player import Player
from sandbox.errors import ConnectionLost
from sandbox.provider import CANDIDATE_ROLE, SandboxProvider, SandboxSpec

_CONNECT_SECONDS = 10.0
_ROWS_SHOWN = 20
_NOBODY = "a number that is no session's of theirs"


@dataclass(frozen=True)
class Answer:
    """What was handed in: the query that finds the cause, and the runbook."""

    evidence: str
    runbook: str


@dataclass(frozen=True)
class Found:
    """What the query that finds the cause gave: the first column of its rows, or why it gave none."""

    values: tuple[str, ...] = ()
    problem: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """By pid at that time: the actor or client whose session it was."""

    @property
    def named(self) -> tuple[str, ...]:
        """What it gave, in order, with the names of sessions instead of pids, which are others each time."""
        return tuple(
            sorted({self.names.get(each, _NOBODY if each.isdigit() else each) for each in self.values})
        )


class Room:
    """The trouble in one copy of a database."""

    def __init__(self, stage: ProbeStage, database: str, plot: Plot) -> None:
        self._stage, self._database = stage, database
        self._watcher = stage.watcher()
        self._scene = Scene(plot, stage.dsn, self._watcher)
        self._drill = Drill(plot, self._scene, stage.barrier)

    def __enter__(self) -> Room:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drill.close()
        self._watcher.finish()

    def drill(self, answer: Answer, facts: Mapping[str, str]) -> tuple[Found, Drilled]:
        """Play the plot and run the answer in it. Raises Stopped."""
        try:
            arrival = self._drill.arrive()
            found = self._find(answer.evidence)
            steps = self._drill.run(answer.runbook, self._login)
            self._stage.end_candidate()
            after, why = self._drill.look()
            lost = self._drill.finish()
            again = self._drill.come_again()
            drilled = Drilled(arrival, steps, after, why, lost, again)
        except ConnectionLost as error:
            raise Stopped(Ended.LOST, "the database server was lost while this ran") from error
        self._drill.close()
        return found, replace(drilled, facts=self._facts(facts))

    def _login(self) -> Player:
        return Player(self._stage.dsn(CANDIDATE_ROLE), "runbook", _CONNECT_SECONDS, patient=False)

    def _find(self, query: str) -> Found:
        names = {str(each.pid): each.name for each in self._drill.players()}
        if not query.strip():
            return Found(problem="there is no query that finds the cause", names=names)
        try:
            with self._stage.session(CANDIDATE_ROLE) as session:
                table = session.execute(query).table
        except Stopped as stopped:
            return Found(problem=stopped.reason, names=names)
        if table is None:
            return Found(problem="the query that finds the cause gives no rows", names=names)
        values = [str(row[0]) for row in table.values() if row]
        return Found(tuple(values[:_ROWS_SHOWN]), names=names)

    def _facts(self, facts: Mapping[str, str]) -> dict[str, bool]:
        with self._stage.session(READER) as reader:
            self._stage.require_tables(reader, self._database)
            return {name: _true(reader.execute(text).table) for name, text in facts.items()}


def _true(table: ResultTable | None) -> bool:
    return table is not None and [tuple(row) for row in table.values()] == [(True,)]


class IncidentLab(BaseLab[Room]):
    """Plays one plot with one answer."""

    def __init__(
        self, provider: SandboxProvider, spec: SandboxSpec, limits: LabLimits, plot: Plot, database: str
    ) -> None:
        super().__init__(provider, spec, limits)
        self._plot, self._database = plot, database
        self._stage: ProbeStage | None = None

    def drill(self, answer: Answer, facts: Mapping[str, str]) -> tuple[Found, Drilled]:
        """Play it. Raises GradingFault, and Stopped where the answer harmed the server, spoiled a table or is slow."""
        return self._run(self._database, lambda room: room.drill(answer, facts))

    def _forget(self) -> None:
        if self._stage is not None:
            self._stage.close()
        self._stage = None

    def _opened(self, database: str) -> Room:
        self._stage = self._stage or ProbeStage(self.handle, self._plot.roles, self._limits.run)
        self._stage.fresh(database, self._plot.connections)
        try:
            return Room(self._stage, database, self._plot)
        except ConnectionLost as error:
            raise LabUnreachable(f"The lab's platform role could not log in: {error}") from error
