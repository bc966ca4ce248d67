"""The live workloads of candidates in incidents: one for each server, as long as somebody looks at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from assessor.broker.sessions import Key, Scope, Target
from sandbox.cast import Plot
from sandbox.cast.live import Fare, Live

UNASKED_SECONDS = 900.0
"""As long as an idle session is kept."""

Player = Callable[[Plot, str, str], Live]


class Troupes:
    """Begins a plot when its candidate's page first asks how it fares, and ends it when nobody asks any more."""

    def __init__(self, play: Player = Live) -> None:
        self._play = play
        self._lives: dict[Key, tuple[Target, Live]] = {}
        self._lock = threading.Lock()

    def fares(self, scope: Scope, target: Target, plot: Mapping[str, Any]) -> tuple[Fare, ...]:
        """How the clients of a challenge fare; a server that was replaced is brought into trouble anew."""
        key = Key(scope.attempt, scope.challenge, "")
        with self._lock:
            known = self._lives.get(key)
            if known and known[0] == target:
                return known[1].fares()
            live = self._play(Plot.from_json(plot), target.dsn, target.platform_dsn or "")
            self._lives[key] = (target, live)
        if known:
            known[1].close()
        return live.fares()

    def end(self, scope: Scope) -> None:
        """End those of an attempt or of one challenge."""
        self._leave(lambda key, live: scope.holds(key))

    def tidy(self) -> None:
        """End those that nobody has asked about for long."""
        self._leave(lambda key, live: live.unasked_seconds > UNASKED_SECONDS)

    def _leave(self, which: Callable[[Key, Live], bool]) -> None:
        with self._lock:
            gone = [key for key, (_, live) in self._lives.items() if which(key, live)]
            lives = [self._lives.pop(key)[1] for key in gone]
        for live in lives:
            live.close()
