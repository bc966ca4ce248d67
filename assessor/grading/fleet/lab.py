"""The lab of a runbook: a fresh fleet after its accident, the runbook, what happens then, and what is found."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assessor.grading.lab import BaseLab, Stays
from assessor.grading.session import Ended, Stopped
from sandbox.errors import ConnectionLost
from sandbox.fleet import Ran, Shell, sections_of

SECTION_SECONDS = 60.0
"""How long one section of a runbook may take, or one event; a busy machine needs a tenth of it."""

MOST_SECTIONS = 40
MOST_SHOWN = 4_000
"""Characters of each step's output that are kept for the scorecard."""

_SETTINGS = "-c statement_timeout=20s -c search_path=pg_catalog"
"""Whatever a runbook has set for a role or a database: no object of its own is found in the place of PostgreSQL's."""

_ASK = f"env -i LC_ALL=C.UTF-8 PGCONNECT_TIMEOUT=10 PGOPTIONS='{_SETTINGS}' /sandbox/bin/psql"


@dataclass(frozen=True)
class Question:
    """A query for the server on a node: it gives true, or, if `refused`, must fail."""

    name: str
    node: str
    sql: str
    refused: bool = False


@dataclass(frozen=True)
class Step:
    """A section of the runbook, or an event, with what it gave."""

    node: str
    text: str
    ended: str
    output: str
    seconds: float
    line: int = 0


@dataclass(frozen=True)
class Tried:
    """What a runbook did to a fleet. `answers` are of the questions, by name: whether it is so, and what was said."""

    steps: tuple[Step, ...]
    events: tuple[Step, ...]
    answers: dict[str, tuple[bool, str]]


@dataclass(frozen=True)
class Drill:
    """All that is tried: the runbook, then events (the node and a script of each), then questions."""

    runbook: str
    events: Sequence[tuple[str, str]]
    questions: Sequence[Question]


class _Fleet(Stays):
    """The nodes of one lab."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def run(self, drill: Drill) -> Tried:
        """Run it all in order. Raises Stopped."""
        try:
            steps = self._steps(drill.runbook)
            events = tuple(self._step(node, script) for node, script in drill.events)
            answers = {each.name: self._asked(each) for each in drill.questions}
        except ConnectionLost as error:
            raise Stopped(Ended.LOST, f"a node of the fleet was lost: {error}") from error
        return Tried(steps, events, answers)

    def _steps(self, runbook: str) -> tuple[Step, ...]:
        sections = sections_of(runbook, self._shell.nodes[0])
        if len(sections) > MOST_SECTIONS:
            raise Stopped(Ended.REFUSED, f"the runbook has more than {MOST_SECTIONS} sections")
        for section in sections:
            if section.node not in self._shell.nodes:
                raise Stopped(Ended.REFUSED, f"line {section.line}: there is no node {section.node}")
        return tuple(self._step(section.node, section.script, section.line) for section in sections)

    def _step(self, node: str, script: str, line: int = 0) -> Step:
        started = time.monotonic()
        try:
            ran = self._shell.run(node, script, SECTION_SECONDS, MOST_SHOWN)
        except ValueError as error:
            raise Stopped(Ended.REFUSED, str(error)) from error
        return Step(node, script.strip(), ran.ended, ran.output, time.monotonic() - started, line)

    def _asked(self, question: Question) -> tuple[bool, str]:
        address = f"-XAtq -v ON_ERROR_STOP=1 -h {question.node} -U postgres -d challenge"
        ran: Ran = self._shell.run(question.node, f"{_ASK} {address} -c {shlex.quote(question.sql)}")
        said = ran.output.strip()[:MOST_SHOWN]
        return (ran.exit != 0 if question.refused else ran.exit == 0 and said == "t"), said


class FleetLab(BaseLab[_Fleet]):
    """Tries a runbook. One that loses a node is tried once more on a fresh fleet: that may have been the platform."""

    def run(self, drill: Drill) -> Tried:
        """Try it all on a fresh fleet. Raises Stopped, or GradingFault."""
        return self._run("", lambda fleet: fleet.run(drill))

    def _forget(self) -> None:
        """Nothing is known of a server but its handle."""

    def _opened(self, database: str) -> _Fleet:
        return _Fleet(Shell(self.handle.state))
