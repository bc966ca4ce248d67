"""The lab of one submission: fresh, never the sandbox, replaced when a run may have harmed it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from assessor.errors import GradingFault
from assessor.grading.fetch import describe, fetch
from assessor.grading.measure import Measured, measure
from assessor.grading.session import Ended, KnownTypes, LabUnreachable, Limits, Session, Stopped, Types
from assessor.grading.stage import Stage
from assessor.grading.table import ResultColumn, ResultTable
from sandbox.errors import SandboxError
from sandbox.provider import SandboxHandle, SandboxProvider, SandboxSpec

log = logging.getLogger(__name__)

T = TypeVar("T")


class _Opened(Protocol):
    """What a run happens in: a session, or more than one."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Stays:
    """Something for a run to happen in that outlives it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """It stays as it is until the lab goes, or makes another."""


S = TypeVar("S", bound=_Opened)

HARMFUL = (Ended.TIMED_OUT, Ended.MEMORY, Ended.LOST)
"""Endings after which the server may still be busy, or gone, and which a machine in trouble causes, too."""


@dataclass(frozen=True)
class LabLimits:
    """Bounds of a grading: of each run, and of all runs of one answer together."""

    run: Limits = field(default_factory=Limits)
    total_seconds: float = 90.0


class BaseLab(Generic[S]):
    """The servers of one answer: starts one when the first run needs it and stops every one it started.

    A run that kills the server or its session, or runs out of time or memory, is repeated once in a new lab. What
    happens twice is the answer's doing; what happens once was the platform's.
    """

    def __init__(self, provider: SandboxProvider, spec: SandboxSpec, limits: LabLimits) -> None:
        self._provider = provider
        self._spec = spec
        self._limits = limits
        self._handle: SandboxHandle | None = None
        self._confirmed = False
        self._used = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    @property
    def handle(self) -> SandboxHandle:
        """The server in use now; starts one if there is none. Raises GradingFault."""
        if self._handle is None:
            try:
                self._handle = self._provider.start(self._spec)
            except SandboxError as error:
                raise GradingFault(f"A lab could not be started: {error}") from error
        return self._handle

    def discard(self) -> None:
        """Stop the server in use, if any. One that does not stop is the reaper's: it spoils no verdict."""
        handle, self._handle = self._handle, None
        self._forget()
        if handle is not None:
            try:
                self._provider.stop(handle)
            except SandboxError:
                log.exception("lab %s could not be stopped", handle.id)

    def _forget(self) -> None:
        """Forget what was known of the server that goes."""
        raise NotImplementedError

    def _opened(self, database: str) -> S:
        """What a run in a database happens in. Raises LabUnreachable, or Stopped where the answer prevents it."""
        raise NotImplementedError

    def _run(self, database: str, action: Callable[[S], T]) -> T:
        if self._used >= self._limits.total_seconds:
            raise Stopped(Ended.TIMED_OUT, f"all runs together took over {self._limits.total_seconds:g} s")
        try:
            return self._once(database, action)
        except Stopped as stopped:
            if stopped.ended not in HARMFUL or self._confirmed:
                raise
        return self._confirm(database, action)

    def _confirm(self, database: str, action: Callable[[S], T]) -> T:
        try:
            return self._once(database, action)
        except Stopped as stopped:
            self._confirmed = stopped.ended in HARMFUL
            raise

    def _once(self, database: str, action: Callable[[S], T]) -> T:
        try:
            with self._session(database) as session:
                started = time.monotonic()
                try:
                    return action(session)
                finally:
                    self._used += time.monotonic() - started
        except (Stopped, LabUnreachable) as stopped:
            if not isinstance(stopped, Stopped) or stopped.ended in HARMFUL:
                self.discard()
            raise

    def _session(self, database: str) -> S:
        """A session; a lab that refuses one is replaced once."""
        try:
            return self._opened(database)
        except LabUnreachable:
            self.discard()
            return self._opened(database)


class Lab(BaseLab[Session]):
    """Runs one answer to a query, each time in a session of its own, in a database that looks like a sandbox's."""

    def __init__(self, provider: SandboxProvider, spec: SandboxSpec, limits: LabLimits) -> None:
        super().__init__(provider, spec, limits)
        self._stage: Stage | None = None
        self._types: dict[str, KnownTypes] = {}
        """By database, asked for once; no answer can change them, since it can only read."""
        self._built_in: Types = {}

    def describe(self, database: str, text: str) -> tuple[ResultColumn, ...]:
        """The columns of the answer's result, which is not run. Raises Stopped(REFUSED) where it cannot be."""
        return self._run(database, lambda session: describe(session, text))

    def fetch(self, database: str, text: str) -> ResultTable:
        """The answer's result in a database. Raises Stopped, or GradingFault when it is not the answer's doing."""
        return self._run(database, lambda session: fetch(session, text))

    def measure(self, database: str, text: str) -> Measured:
        """The answer's result in a database and the work of that run. Raises like fetch."""
        return self._run(database, lambda session: measure(session, text))

    def _forget(self) -> None:
        self._stage = None
        self._types.clear()
        self._built_in = {}

    def _opened(self, database: str) -> Session:
        handle = self.handle
        self._stage = self._stage or Stage(handle.platform_dsn)
        shown = self._stage.show(database)
        known = self._types.setdefault(database, KnownTypes(self._built_in))
        return Session(handle.dsn, shown, self._limits.run, known)
