"""One drill: the trouble, then the runbook statement by statement, then everybody who must go on working.

Every judgement is an event: who got an answer, who waits for whom, which session lives. Time only ends what hangs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assessor.errors import GradingFault
from assessor.grading.session import Ended, Stopped
from sandbox.cast import Plot, Scene, Unsettled
from sandbox.cast.player import Doing, Player
from sandbox.cast.workload import WORKS, Workload
from sandbox.errors import ConnectionLost
from sandbox.sqltext import line_at, statements

STATEMENT_SECONDS = 60.0
"""As long as a sandbox's own statement_timeout."""

MOST_STATEMENTS = 60
_PAUSE_SECONDS = 0.02

States = dict[str, str]


@dataclass(frozen=True)
class Step:
    """One statement of the runbook: how it ended, and how each client fared then."""

    line: int
    text: str
    ended: str
    clients: States


@dataclass(frozen=True)
class Drilled:
    """What became of everybody."""

    arrival: States
    steps: tuple[Step, ...]
    after: States
    """The clients, when the runbook's session was over."""
    why: States
    """What stood in the way of those that did not work then."""
    lost: tuple[str, ...]
    """Actors whose honest work did not live to its end, with the reason behind a colon."""
    again: States
    """The clients, after those actors that come back had come back."""
    facts: dict[str, bool] = field(default_factory=dict)

    def steps_until(self, clients: Sequence[str]) -> int | None:
        """How many statements ran until these clients worked; None if they never did."""
        for number, step in enumerate(self.steps, 1):
            if all(step.clients[name] == WORKS for name in clients):
                return number
        return len(self.steps) if all(self.after[name] == WORKS for name in clients) else None


class Drill:
    """Plays a plot once. `barrier` returns when no session has an unheard signal any more."""

    def __init__(self, plot: Plot, scene: Scene, barrier: Callable[[], None]) -> None:
        self._plot = plot
        self._scene = scene
        self._barrier = barrier
        self._workloads = [Workload(client, scene) for client in plot.clients]

    def arrive(self) -> States:
        """Bring the trouble about. Raises GradingFault where it does not come, which is the pack's or platform's."""
        try:
            self._scene.begin(STATEMENT_SECONDS)
            states = self._asked()
        except (Unsettled, ConnectionLost) as error:
            raise GradingFault(f"The trouble did not come about: {error}") from error
        for actor in self._plot.actors:
            for player in self._scene.actors[actor.name]:
                wanted = Doing.DONE if actor.ends == "idle" else Doing.WAITING
                if player.doing is not wanted:
                    told = f"{actor.name} is {player.doing}, not {actor.ends}: {player.message}"
                    raise GradingFault(f"The trouble did not come about: {told}")
        for each in self._workloads:
            if states[each.client.name] != each.client.suffers:
                told = f"{each.client.name} {states[each.client.name]}, not {each.client.suffers}: {each.why}"
                raise GradingFault(f"The trouble did not come about: {told}")
        return states

    def players(self) -> list[Player]:
        """Every session of actors and clients."""
        actors = [player for players in self._scene.actors.values() for player in players]
        return actors + self._clients()

    def run(self, text: str, login: Callable[[], Player]) -> tuple[Step, ...]:
        """Run a runbook in one session, going on after an error as psql does. Raises Stopped, ConnectionLost."""
        found = statements(text)
        if len(found) > MOST_STATEMENTS:
            raise Stopped(Ended.REFUSED, f"the runbook has more than {MOST_STATEMENTS} statements")
        player, steps = login(), []
        try:
            for start, statement in found:
                ended = self._one(player, statement)
                steps.append(Step(line_at(text, start), statement, ended, self._asked([player])))
                if player.doing is Doing.LOST:
                    break
        finally:
            player.close()
        return tuple(steps)

    def look(self) -> tuple[States, States]:
        """How every client fares now, each asked anew, and what stands in its way. Raises Stopped."""
        states = self._asked(anew=True)
        return states, {each.client.name: each.why for each in self._workloads if each.why}

    def finish(self) -> tuple[str, ...]:
        """Let honest work come to its end; whose did not. Raises Stopped."""
        lost = []
        for actor in (each for each in self._plot.actors if each.finishes):
            for player in self._scene.actors[actor.name]:
                if player.poll() is Doing.DONE:
                    player.say(actor.finishes)
                self._settle()
                if player.doing is not Doing.DONE:
                    lost.append(f"{actor.name}: {player.message or 'it waits and cannot go on'}")
                    break
        return tuple(lost)

    def come_again(self) -> States:
        """Let those come back who come again, and ask every client anew. Raises Stopped."""
        for actor in (each for each in self._plot.actors if each.again):
            try:
                self._scene.enter(actor, STATEMENT_SECONDS, self._clients())
            except ConnectionLost:
                continue  # it is kept out, which its own check or fact may judge
            except Unsettled as error:
                raise Stopped(Ended.TIMED_OUT, f"{actor.name} does not come to an end") from error
        return self._asked(anew=True)

    def close(self) -> None:
        """End all sessions of the author's."""
        for each in self._workloads:
            each.close()
        self._scene.close()

    def _one(self, player: Player, statement: str) -> str:
        """Run one statement to its end; who waits for somebody who waits for the runbook is stopped."""
        player.say([statement])
        end, stopped = time.monotonic() + STATEMENT_SECONDS, ""
        while player.poll() is Doing.WAITING:
            if not stopped and self._stuck(player):
                stopped = "waited for a lock that nobody gives back; stopped"
                player.cancel()
            elif not stopped and time.monotonic() > end:
                stopped = f"stopped after {STATEMENT_SECONDS:g} s"
                player.cancel()
            elif time.monotonic() > end + STATEMENT_SECONDS:
                raise Stopped(Ended.TIMED_OUT, "a statement could not be stopped")
            time.sleep(_PAUSE_SECONDS)
        self._barrier()
        self._scene.bury(self._clients())
        if stopped and player.doing is not Doing.DONE:
            return stopped
        if player.doing is Doing.DONE:
            return player.reply.tag.lower() or "done"
        return f"{player.sqlstate} {player.message}".strip()

    def _stuck(self, player: Player) -> bool:
        """Whether it waits for sessions none of which will move by itself."""
        try:
            return player.pid in self._scene.settle([*self._clients(), player], 0)
        except Unsettled:
            return False

    def _asked(self, others: Sequence[Player] = (), *, anew: bool = False) -> States:
        """How each client fares; one that worked before is only asked again if `anew`."""
        for each in self._workloads:
            if anew or not each.players or each.state(set()) != WORKS:
                each.ask()
        stuck = self._settle(others)
        return {each.client.name: each.state(stuck) for each in self._workloads}

    def _settle(self, others: Sequence[Player] = ()) -> set[int]:
        try:
            return self._scene.settle([*self._clients(), *others], STATEMENT_SECONDS)
        except Unsettled as error:
            raise Stopped(Ended.TIMED_OUT, "a client is still without an answer after a minute") from error

    def _clients(self) -> list[Player]:
        return [player for each in self._workloads for player in each.players]
