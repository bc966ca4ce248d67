"""The sessions of one plot on one server, and whether they move.

Nothing here is decided by how long something takes: whoever waits either waits for a lock, as PostgreSQL itself says,
or is waited for.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterable, Sequence

from psycopg import pq

from sandbox import wire
from sandbox.cast.player import Doing, Player
from sandbox.cast.plot import Actor, Plot
from sandbox.errors import SandboxError

CONNECT_SECONDS = 10.0
_PAUSE_MS = 20
_ASK_SECONDS = 10.0
_BLOCKERS = """
SELECT p.pid, coalesce(array_to_string(pg_catalog.pg_blocking_pids(p.pid), ','), '')
FROM pg_catalog.unnest(ARRAY[{pids}]::integer[]) AS p (pid)
"""
_GONE = """
SELECT pg_catalog.pg_terminate_backend(p.pid, 5000) FROM pg_catalog.unnest(ARRAY[{pids}]::integer[]) AS p (pid)
"""
"""An ended session counts against limits until its process is gone, which this waits for."""


class Unsettled(SandboxError):
    """Somebody in the scene was still busy when the time was over."""


class Scene:
    """Everybody who plays. `dsn_of` gives the address of a role; `watcher` is a session of the platform's."""

    def __init__(self, plot: Plot, dsn_of: Callable[[str], str], watcher: pq.abc.PGconn) -> None:
        self.plot = plot
        self.actors: dict[str, list[Player]] = {}
        self._dsn_of = dsn_of
        self._watcher = watcher
        self._buried: set[int] = set()

    def player(self, role: str, name: str) -> Player:
        """A session of a role. Raises ConnectionLost."""
        return Player(self._dsn_of(role), name, CONNECT_SECONDS)

    def begin(self, seconds: float) -> None:
        """Let every actor come, in order. Raises Unsettled, ConnectionLost."""
        for actor in self.plot.actors:
            self.enter(actor, seconds)

    def enter(self, actor: Actor, seconds: float, others: Iterable[Player] = ()) -> None:
        """Let one actor come, beside those of its sessions that are there. Raises Unsettled, ConnectionLost."""
        players = [self.player(actor.role, actor.name) for _ in range(actor.sessions)]
        self.actors.setdefault(actor.name, []).extend(players)
        for player in players:
            player.say(actor.opens)
        self.settle(others, seconds)

    def settle(self, others: Iterable[Player], seconds: float) -> set[int]:
        """Wait until whoever waits does so for a lock, and tell who (by pid). Raises Unsettled, ConnectionLost."""
        end = time.monotonic() + seconds
        everybody = [*self._all(), *others]
        while True:
            waiting = {each.pid: each for each in everybody if each.poll() is Doing.WAITING}
            blockers = self.blockers(list(waiting)) if waiting else {}
            known = {each.pid for each in everybody}
            stuck = {pid for pid in waiting if blockers[pid] and blockers[pid] <= known}
            if all(pid in stuck or self._may_run(each) for pid, each in waiting.items()):
                return stuck
            if time.monotonic() > end:
                raise Unsettled("Somebody is still busy.")
            _rest(waiting.values())

    def blockers(self, pids: Sequence[int]) -> dict[int, set[int]]:
        """Whom each of these sessions waits for. Raises ConnectionLost."""
        text = _BLOCKERS.format(pids=", ".join(map(str, pids)))
        rows = wire.ask(self._watcher, text, _ASK_SECONDS)
        return {
            int(pid or 0): {int(each) for each in (found or "").split(",") if each} for pid, found in rows
        }

    def bury(self, others: Iterable[Player]) -> None:
        """Return when no session that was ended counts against a limit any more. Raises ConnectionLost."""
        over = {each.pid for each in [*self._all(), *others] if each.poll() is Doing.LOST} - self._buried
        if over:
            wire.ask(self._watcher, _GONE.format(pids=", ".join(map(str, over))), _ASK_SECONDS)
            self._buried |= over

    def close(self) -> None:
        """End every actor's session."""
        for player in self._all():
            player.close()
        self.actors.clear()

    def _all(self) -> list[Player]:
        return [player for players in self.actors.values() for player in players]

    def _may_run(self, player: Player) -> bool:
        running = {actor.name for actor in self.plot.actors if actor.ends == "running"}
        return player.name in running and player in self.actors.get(player.name, [])


def _rest(players: Iterable[Player]) -> None:
    poller = select.poll()
    for player in players:
        poller.register(player.socket, select.POLLIN)
    poller.poll(_PAUSE_MS)
