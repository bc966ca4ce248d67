"""The live workload: clients that ask for the same until they get it."""

from __future__ import annotations

import json

from sandbox.cast.player import Doing, Player
from sandbox.cast.plot import Client
from sandbox.cast.scene import Scene
from sandbox.errors import ConnectionLost

WORKS, BLOCKED, REFUSED, FAILING, SLOW = "works", "blocked", "refused", "failing", "slow"

_COUNTED = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "
_NO_ROOM = "too many c"
"""Of "too many connections for role" and "sorry, too many clients already"."""


class Workload:
    """One client of the plot, with its sessions."""

    def __init__(self, client: Client, scene: Scene) -> None:
        self.client = client
        self._scene = scene
        self._players: list[Player] = []
        self._refusal = ""
        self.why = ""
        """What stands in its way, in PostgreSQL's words."""

    @property
    def players(self) -> list[Player]:
        """Its sessions that have begun."""
        return self._players

    def ask(self) -> None:
        """Ask anew in every session that does not wait for an answer already; who has none tries to begin one."""
        self._refusal = ""
        self._players = [each for each in self._players if each.poll() is not Doing.LOST]
        try:
            while len(self._players) < self.client.sessions:
                self._players.append(self._scene.player(self.client.role, self.client.name))
        except ConnectionLost as error:
            # What comes before names the server's socket.
            self._refusal = str(error).rpartition("FATAL: ")[2].strip()
        for player in self._players:
            if player.doing is not Doing.WAITING:
                player.say(self._statements(player))

    def state(self, stuck: set[int]) -> str:
        """How it fares, once the scene has settled with those `stuck`."""
        self.why = self._refusal
        if self._refusal:
            return REFUSED if _NO_ROOM in self._refusal else FAILING
        failed = [each for each in self._players if each.doing in (Doing.FAILED, Doing.LOST)]
        if failed:
            self.why = f"{failed[0].sqlstate} {failed[0].message}".strip()
            return FAILING
        if any(each.pid in stuck for each in self._players):
            return BLOCKED
        return SLOW if self._is_slow() else WORKS

    def blocks(self) -> int:
        """The most blocks that one session's statement touched."""
        plans = [json.loads(each.reply.first)[0]["Plan"] for each in self._players if each.reply.first]
        return max((plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans), default=0)

    def close(self) -> None:
        """End its sessions."""
        for player in self._players:
            player.close()
        self._players = []

    def _is_slow(self) -> bool:
        most = self.client.most_blocks
        if most is None or (found := self.blocks()) <= most:
            return False
        self.why = f"{found:,} blocks for one answer, at most {most:,} are usual"
        return True

    def _statements(self, player: Player) -> list[str]:
        """Whoever was stopped in the middle of a transaction begins anew."""
        begin = ["ROLLBACK"] if player.in_transaction else []
        run = self.client.run
        return begin + ([_COUNTED + run[0]] if self.client.most_blocks is not None else list(run))
