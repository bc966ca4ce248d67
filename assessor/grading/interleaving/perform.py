"""Play the steps of several sessions in a scripted order.

A step is sent when every step before it has ended or is known to wait. That is not guessed from the time that has gone
by: PostgreSQL is asked who waits for whom, as its isolation tester does, and a session that does nothing must be at the
end of it. A wait counts when PostgreSQL has also looked for a deadlock and found none, so that it is always the step
which closes a circle that is ended. A session that waits takes its further steps when it has gone on.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack

from assessor.grading.interleaving.client import Client
from assessor.grading.interleaving.play import Actor, Ending, Moment, Play, Played
from assessor.grading.interleaving.waits import stuck
from assessor.grading.lab import HARMFUL
from assessor.grading.probing.lab import Room
from assessor.grading.probing.session import Answered, ProbeSession
from assessor.grading.session import Stopped

_PAUSE_SECONDS = 0.002
_SILENT_SECONDS = 1.0
"""Server time after which a wait counts whose session is not told of it, since the answer has silenced PostgreSQL."""
_MOST_MOMENTS = 400


def perform(room: Room, play: Play) -> Played:
    """Play it in a copy of a database. Raises Stopped where the answer harmed the server or spoiled a table."""
    if play.setup:
        with room.session(play.actors[0].role, ProbeSession) as session:
            for text in play.setup:
                session.execute(text)
    stage = _Stage(room, play)
    endings, moments = stage.played()
    return Played(endings, moments, room.read(play.reads))


class _Stage:
    """The sessions of one play."""

    def __init__(self, room: Room, play: Play) -> None:
        self._room = room
        self._play = play
        self._clients: dict[str, Client] = {}
        self._parts = {actor.name: _Part(actor) for actor in play.actors}
        self._sent: dict[str, Future[Answered]] = {}
        """The steps that have not ended, by session."""
        self._moments: list[Moment] = []

    def played(self) -> tuple[Mapping[str, Mapping[int, Ending]], tuple[Moment, ...]]:
        """Play, and tell how each step ended."""
        with ThreadPoolExecutor(len(self._parts), thread_name_prefix="play") as pool, ExitStack() as stack:
            for name, part in self._parts.items():
                self._clients[name] = stack.enter_context(self._room.session(part.actor.role, Client))
            stack.callback(self._room.end_sessions)  # which ends the threads, too
            self._through(pool, list(self._play.order))
            for name, part in self._parts.items():
                if part.again is not None and not self._sent:
                    part.start_again()
                    self._through(pool, [name] * len(part.left))
            self._give_up()
        return {name: part.endings for name, part in self._parts.items()}, tuple(self._moments)

    def _through(self, pool: ThreadPoolExecutor, order: list[str]) -> None:
        """Take the steps in this order, those of a session that waits when it has gone on."""
        while name := next((each for each in order if each not in self._sent), None):
            order.remove(name)
            part = self._parts[name]
            if part.left:
                self._send(pool, name, part.take(idle=not self._clients[name].in_transaction))
                self._settle(name)

    def _send(self, pool: ThreadPoolExecutor, name: str, text: str) -> None:
        client = self._clients[name]
        client.waits = False
        if text == self._play.death:
            self._room.watch.end(client.pid)
            client.end()
            self._ended(name, Ending())
        else:
            self._sent[name] = pool.submit(client.execute, text)

    def _settle(self, last: str) -> None:
        """Until every step that was sent has ended or waits for a session that does nothing; `last` was sent last."""
        before, ended = None, {}
        while self._sent:
            done, _ = wait(self._sent.values(), _PAUSE_SECONDS, FIRST_COMPLETED)
            for name in [name for name, sent in self._sent.items() if sent in done]:
                ended[name] = _ending(self._sent.pop(name))
            blockers = self._room.watch.blockers([self._clients[name].pid for name in self._sent])
            if not done and blockers == before and self._all_wait(blockers):
                break
            before = blockers
        # Which is heard of first is chance. The step that was sent last let the others go on, and stands before them.
        for name in sorted(ended, key=lambda name: (name != last, name)):
            self._ended(name, ended[name])
        for name in self._sent:
            if not self._parts[name].waits:
                self._parts[name].waits = True
                self._tell(name, "waits")

    def _all_wait(self, blockers: Mapping[int, frozenset[int]]) -> bool:
        pids = frozenset(client.pid for client in self._clients.values())
        if stuck(blockers, pids) != blockers.keys():
            return False
        silent = [client.pid for name in self._sent if not (client := self._clients[name]).waits]
        return not silent or self._room.watch.waiting_for(silent) > _SILENT_SECONDS

    def _ended(self, name: str, ending: Ending) -> None:
        part, stopped = self._parts[name], ending.stopped
        part.waits = False
        part.endings[part.number] = ending
        if stopped is None:
            self._tell(name, "ok")
            return
        retries = stopped.sqlstate in self._play.retry and not part.repeated
        self._tell(name, "retries" if retries else "error", ending.sqlstate)
        self._clients[name].undo()
        part.stop(retries=retries)

    def _give_up(self) -> None:
        """What still waits now does so for ever."""
        for name in self._sent:
            self._parts[name].endings[self._parts[name].number] = Ending(stuck=True)
            self._tell(name, "stuck")

    def _tell(self, name: str, what: str, sqlstate: str = "") -> None:
        part = self._parts[name]
        text = part.actor.steps[part.number - 1]
        if len(self._moments) < _MOST_MOMENTS:
            self._moments.append(Moment(name, part.number, text, what, sqlstate, part.repeated))


class _Part:
    """How far one session is."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.endings: dict[int, Ending] = {}
        self.number = 0
        """Of the step that was taken last, from 1."""
        self.left = list(actor.steps)
        self.waits = False
        self.again: int | None = None
        """The step with which it begins anew when the others have ended."""
        self.repeated = False
        self._began = 1
        """The first step of its transaction."""

    def take(self, *, idle: bool) -> str:
        """The next step; `idle` if no transaction is open."""
        self.number += 1
        if idle:
            self._began = self.number
        return self.left.pop(0)

    def stop(self, *, retries: bool) -> None:
        """No further steps now, after an error."""
        self.left = []
        self.again = self._began if retries else None

    def start_again(self) -> None:
        """With its transaction's first step."""
        self.number = (self.again or 1) - 1
        self.left = list(self.actor.steps[self.number :])
        self.again, self.repeated = None, True


def _ending(sent: Future[Answered]) -> Ending:
    """Raises Stopped where the answer harmed the server."""
    try:
        return Ending(sent.result().table)
    except Stopped as stopped:
        if stopped.ended in HARMFUL:
            raise
        return Ending(stopped=stopped)
