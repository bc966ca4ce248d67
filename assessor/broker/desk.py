"""The keeper itself: sessions in this process's memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessor.broker.ledger import Ledger
from assessor.broker.sessions import GONE, Kept, Key, Scope, SessionRun, Target
from assessor.broker.troupes import Troupes
from assessor.errors import SessionBusy, TooManySessions
from sandbox.cast.live import Fare
from sandbox.errors import ConnectionLost
from sandbox.execution import RunLimits, Session, SessionState, open_session, unreachable

PER_SERVER = 6
"""Sessions of one candidate on one server; PostgreSQL allows two more, for what is no session."""

IDLE_SECONDS = 900.0
"""After so long without a run a session is ended, whether it holds a transaction or not."""

_GRACE_SECONDS = 60.0
_END_SECONDS = 5.0
_BEGIN_SECONDS = 6.0
_PAUSE_SECONDS = 0.005
_REPLACED = "The server was replaced by a fresh one."
_MADE_ROOM = f"A server keeps {PER_SERVER} sessions at a time, and this one was idle for the longest time."
_BY_CANDIDATE = "You ended the session."
_IDLE = f"It was not used for {IDLE_SECONDS / 60:g} minutes."

Opener = Callable[[Key, Target], Session]


def open_for(key: Key, target: Target) -> Session:
    """A session that tells in pg_stat_activity which tab it belongs to. Raises ConnectionLost."""
    return open_session(
        target.dsn,
        platform_dsn=target.platform_dsn,
        application_name=f"tab {key.tab}",
        # PostgreSQL's own bound would end a transaction that somebody thinks about.
        settings={"idle_in_transaction_session_timeout": f"{IDLE_SECONDS + _GRACE_SECONDS:.0f}s"},
    )


@dataclass
class _Seat:
    """Where one tab's session is kept. Who holds the lock may use or replace it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    session: Session | None = None
    target: Target | None = None
    used_at: float = field(default_factory=time.monotonic)
    running: bool = True
    """From when a text comes until its answer goes; a session may have to be opened first."""

    @property
    def state(self) -> SessionState:
        session = self.session
        return SessionState.RUNNING if self.running or session is None else session.state

    @property
    def idle_seconds(self) -> float:
        return 0.0 if self.state is SessionState.RUNNING else time.monotonic() - self.used_at


class Desk:
    """See Sessions. Call `tidy` every now and then."""

    def __init__(
        self,
        ledger: Ledger | None = None,
        limits: RunLimits | None = None,
        *,
        opener: Opener = open_for,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._ledger, self._limits = ledger or Ledger(), limits or RunLimits()
        self._open, self._idle_seconds = opener, idle_seconds
        self._seats: dict[Key, _Seat] = {}
        self._troupes = Troupes()
        self._lock = threading.Lock()
        """Of the dict of seats; never held while a server is waited for."""

    def run(self, key: Key, target: Target, text: str) -> SessionRun:
        """See Sessions."""
        seat = self._take_seat(key)
        seat.running = True
        try:
            return self._run(key, seat, target, text)
        finally:
            seat.used_at, seat.running = time.monotonic(), False
            self._give_back(key, seat)

    def cancel(self, key: Key) -> bool:
        """See Sessions."""
        seat = self._seats.get(key)
        return seat is not None and _stopped(seat, Session.cancel)

    def end(self, scope: Scope, reason: str = "") -> int:
        """See Sessions."""
        if not scope.tab:
            self._troupes.end(scope)
        with self._lock:
            found = [key for key in self._seats if scope.holds(key)]
        ended = sum(self._leave(key, reason) for key in found)
        if not reason:
            for key in self._ledger.untold():
                if scope.holds(key):
                    self._ledger.forget(key)
        return ended

    def known(self, scope: Scope) -> tuple[Kept, ...]:
        """See Sessions."""
        with self._lock:
            seats = {key: seat for key, seat in self._seats.items() if scope.holds(key)}
        for key, seat in seats.items():
            self._look(key, seat)
        untold = {key: reason for key, reason in self._ledger.untold().items() if scope.holds(key)}
        lost = [Kept(key.tab, SessionState.ENDED, f"{why} {GONE}", 0.0) for key, why in untold.items()]
        there = [
            Kept(key.tab, seat.state, None, seat.idle_seconds)
            for key, seat in seats.items()
            if key not in untold
        ]
        return tuple(sorted([*there, *lost], key=lambda kept: kept.tab))

    def fares(self, scope: Scope, target: Target, plot: Mapping[str, Any]) -> tuple[Fare, ...]:
        """See Sessions."""
        return self._troupes.fares(scope, target, plot)

    def tidy(self) -> None:
        """End what is idle for too long, and note what its server has ended."""
        self._troupes.tidy()
        with self._lock:
            seats = dict(self._seats)
        for key, seat in seats.items():
            if seat.idle_seconds > self._idle_seconds:
                self._leave(key, _IDLE, only_idle=True)
            else:
                self._look(key, seat)

    def close(self) -> None:
        """End every session; their candidates are told at their next run."""
        self._troupes.end(Scope(""))
        with self._lock:
            everything = list(self._seats)
        for key in everything:
            self._leave(key, "The process that keeps sessions open was stopped.")

    def _take_seat(self, key: Key) -> _Seat:
        """The seat, locked. Raises SessionBusy, TooManySessions."""
        with self._lock:
            seat = self._seats.get(key)
            crowded = seat is None and self._neighbours(key)
        if crowded:
            self._make_room(key)
        with self._lock:
            seat = self._seats.setdefault(key, _Seat())
            if not seat.lock.acquire(blocking=False):
                raise SessionBusy()
        return seat

    def _neighbours(self, key: Key) -> list[tuple[Key, _Seat]]:
        """All sessions of the same server if there are as many as may be, else none."""
        server = Scope(key.attempt, key.challenge)
        found = [(other, seat) for other, seat in self._seats.items() if server.holds(other)]
        return found if len(found) >= PER_SERVER else []

    def _make_room(self, key: Key) -> None:
        """A tab that was closed without a word leaves its session behind: the one idle for longest goes."""
        with self._lock:
            idle = [pair for pair in self._neighbours(key) if pair[1].state is SessionState.IDLE]
        for other, _ in sorted(idle, key=lambda pair: pair[1].used_at):
            if self._leave(other, _MADE_ROOM, only_idle=True):
                return
        with self._lock:
            crowded = bool(self._neighbours(key))
        if crowded:
            raise TooManySessions()

    def _run(self, key: Key, seat: _Seat, target: Target, text: str) -> SessionRun:
        self._look_at(key, seat, target)
        ended = self._ledger.reason(key)
        fresh = seat.session is None
        if seat.session is None:
            try:
                seat.session, seat.target = self._open(key, target), target
            except ConnectionLost as error:
                return SessionRun(unreachable(str(error)), SessionState.ENDED, fresh=False)
            self._ledger.opened(key)
        result = seat.session.run(text, self._limits)
        state = seat.session.state
        if state is SessionState.ENDED:
            ended = seat.session.ended
            self._drop(key, seat)
        return SessionRun(result, state, fresh, f"{ended} {GONE}" if ended else None)

    def _look(self, key: Key, seat: _Seat) -> None:
        """Note it if the session ended by itself; one that is in use is left alone."""
        if seat.lock.acquire(blocking=False):
            try:
                self._look_at(key, seat, seat.target)
            finally:
                self._give_back(key, seat)

    def _look_at(self, key: Key, seat: _Seat, target: Target | None) -> None:
        session = seat.session
        if session is None:
            return
        if seat.target != target:
            self._drop(key, seat, _REPLACED)
        elif not session.alive():
            self._drop(key, seat, session.ended or "")

    def _leave(self, key: Key, reason: str, *, only_idle: bool = False) -> bool:
        """End one session; whether there was one. What runs in it is ended first, unless only idle ones may go."""
        seat = self._seats.get(key)
        if seat is None:
            return False
        there = seat.session is not None
        if not only_idle:
            # A text that has come may only now get its session opened.
            there |= _stopped(seat, lambda session: session.terminate(reason or _BY_CANDIDATE))
        if not seat.lock.acquire(timeout=0 if only_idle else _END_SECONDS):
            return False
        try:
            self._drop(key, seat, reason)
        finally:
            self._give_back(key, seat)
        return there

    def _drop(self, key: Key, seat: _Seat, untold: str = "") -> None:
        """Empty a seat whose lock is held; `untold` is kept for the next run."""
        if seat.session is None:
            return
        seat.session.close(untold or _BY_CANDIDATE)
        seat.session = None
        if untold:
            self._ledger.ended(key, untold)
        else:
            self._ledger.forget(key)

    def _give_back(self, key: Key, seat: _Seat) -> None:
        """Let go of a seat's lock; an empty seat is no seat."""
        with self._lock:
            if seat.session is None and self._seats.get(key) is seat:
                del self._seats[key]
            seat.lock.release()


def _stopped(seat: _Seat, stop: Callable[[Session], bool]) -> bool:
    """Stop what runs; whether anything did. What has come, but was not sent yet, is waited for."""
    deadline = time.monotonic() + _BEGIN_SECONDS
    while seat.running and time.monotonic() < deadline:
        if seat.session is not None and stop(seat.session):
            return True
        time.sleep(_PAUSE_SECONDS)
    return False
