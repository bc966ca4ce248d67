"""A plot that goes on beside a candidate: actors who make the trouble, and clients that ask again and again."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

import psycopg

from sandbox import wire
from sandbox.cast.admission import admit
from sandbox.cast.player import Doing, Player
from sandbox.cast.plot import Plot
from sandbox.cast.scene import Scene, Unsettled
from sandbox.cast.workload import WORKS, Workload
from sandbox.errors import ConnectionLost

log = logging.getLogger(__name__)

AGAIN_SECONDS = 20.0
"""So long after everybody works do those come back who come again."""

_PAUSE_SECONDS = 1.0
_BEGIN_SECONDS = 30.0
_CONNECT_SECONDS = 5.0
STARTING = "starting"
AWAY = "away"


@dataclass(frozen=True)
class Fare:
    """How one client fares now: "works", "blocked", "refused", "failing" or "slow"; "starting" before it has asked,
    "away" while the server is."""

    name: str
    state: str
    why: str = ""


class Live:
    """A plot on one server, in a thread of its own, until `close`."""

    def __init__(self, plot: Plot, dsn: str, platform_dsn: str) -> None:
        self._plot, self._dsn, self._platform_dsn = plot, dsn, platform_dsn
        self._fares = {each.name: Fare(each.name, STARTING) for each in plot.clients}
        self._recovered = False
        self._stop = threading.Event()
        self._asked_at = time.monotonic()
        self._thread = threading.Thread(target=self._play, name="live", daemon=True)
        self._thread.start()

    def fares(self) -> tuple[Fare, ...]:
        """How every client fares, in the order of the plot."""
        self._asked_at = time.monotonic()
        return tuple(self._fares.values())

    @property
    def unasked_seconds(self) -> float:
        """For how long nobody wanted to know."""
        return time.monotonic() - self._asked_at

    def close(self) -> None:
        """End all of its sessions; returns when they are."""
        self._stop.set()
        self._thread.join()

    def _play(self) -> None:
        while not self._stop.is_set():
            try:
                self._on_server()
            except (ConnectionLost, psycopg.Error, Unsettled) as error:
                log.info("a live workload waits for its server: %s", type(error).__name__)
                self._fares = {name: Fare(name, AWAY) for name in self._fares}
            self._stop.wait(_PAUSE_SECONDS)

    def _on_server(self) -> None:
        """Until the server goes away: what it had of the trouble is gone then, and comes anew unless it was over."""
        plot = self._plot
        addresses = admit(self._platform_dsn, self._dsn, plot.roles, plot.connections)
        watcher = wire.connect(self._platform_dsn, _CONNECT_SECONDS, options=wire.NO_SEARCH_PATH)
        scene = Scene(plot, addresses.__getitem__, watcher)
        workloads = [Workload(client, scene) for client in plot.clients]
        try:
            if not self._recovered:
                scene.begin(_BEGIN_SECONDS)
            self._go_on(scene, workloads)
        finally:
            for each in workloads:
                each.close()
            scene.close()
            watcher.finish()

    def _go_on(self, scene: Scene, workloads: list[Workload]) -> None:
        well_since: float | None = None
        while not self._stop.is_set():
            self._look(scene, workloads)
            if any(fare.state != WORKS for fare in self._fares.values()):
                well_since = None
            elif well_since is None:
                self._recovered, well_since = True, time.monotonic()
            elif time.monotonic() - well_since > AGAIN_SECONDS:
                well_since = None
                _come_again(scene)
            self._stop.wait(_PAUSE_SECONDS)

    def _look(self, scene: Scene, workloads: list[Workload]) -> None:
        for each in workloads:
            each.ask()
        self._stop.wait(_PAUSE_SECONDS)
        for player in (player for players in scene.actors.values() for player in players):
            player.poll()
        players = [player for each in workloads for player in each.players]
        waiting = [player.pid for player in players if player.poll() is Doing.WAITING]
        # Also tells whether the server is still there.
        blockers = scene.blockers(waiting)
        stuck = {pid for pid, others in blockers.items() if others}
        for each in workloads:
            if all(_answered(player, stuck) for player in each.players):
                state = each.state(stuck)
                self._fares[each.client.name] = Fare(each.client.name, state, each.why)


def _answered(player: Player, stuck: set[int]) -> bool:
    return player.doing is not Doing.WAITING or player.pid in stuck


def _come_again(scene: Scene) -> None:
    for actor in scene.plot.actors:
        there = scene.actors.get(actor.name, [])
        if actor.again and not any(player.doing is Doing.WAITING for player in there):
            for player in there:
                player.close()
            scene.actors[actor.name] = []
            try:
                scene.enter(actor, 0)
            except (Unsettled, ConnectionLost):
                continue  # it waits, or is kept out; the clients tell what that means for them
