"""Labs that wait for answers: started ahead, each handed out once, so that nobody waits for a server to start."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sandbox.clearing import remove_servers
from sandbox.errors import SandboxError
from sandbox.provider import (
    BAKED_SECONDS,
    FoundSandbox,
    Limits,
    Owner,
    Progress,
    SandboxHandle,
    SandboxProvider,
    SandboxSpec,
    SandboxState,
    Template,
    silent,
)

log = logging.getLogger(__name__)

LAB = "lab"
POOL = Owner(LAB, "pool")
_TICK_SECONDS = 5.0
_PAUSE_SECONDS = 10.0
"""After a refill that failed; gradings start their own labs meanwhile."""

Clock = Callable[[], float]
Key = tuple[str, Limits]
"""Labs of the same template and limits are interchangeable."""


@dataclass(frozen=True)
class PoolSize:
    """What the waiting labs may take. Their life must end before the reaper takes them for lost (15 minutes)."""

    each: int = 2
    """Labs that wait for one template."""
    labs: int = 4
    memory_mb: int = 2048
    idle_seconds: float = 300.0
    """So long a lab waits, and so long after its last use a template is kept warm."""


@dataclass
class _Shelf:
    """The waiting labs of one kind, the oldest first, each with when it was started."""

    spec: SandboxSpec
    wanted_at: float
    waiting: list[tuple[SandboxHandle, float]] = field(default_factory=list)

    @property
    def memory_mb(self) -> int:
        return self.spec.limits.memory_mb * len(self.waiting)


class WarmLabs:
    """A SandboxProvider that has labs waiting; all but labs it leaves to the provider behind it. Thread-safe.

    A lab that was handed out never comes back: it is removed when its grading is done, in the background. Whatever
    goes wrong in the pool, a grading starts a lab of its own.
    """

    def __init__(
        self, provider: SandboxProvider, size: PoolSize | None = None, *, clock: Clock = time.monotonic
    ) -> None:
        self.name = provider.name
        self._provider = provider
        self._size = size or PoolSize()
        self._clock = clock
        self._shelves: dict[Key, _Shelf] = {}
        self._out: set[str] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._failed_at: float | None = None
        self._refiller: threading.Thread | None = None
        self._removers = ThreadPoolExecutor(1, thread_name_prefix="remove-labs")

    def check(self) -> str:
        """See SandboxProvider.check."""
        return self._provider.check()

    def describe(self) -> str:
        """See SandboxProvider.describe."""
        return self._provider.describe()

    def prepare(self, template: Template, progress: Progress = silent) -> None:
        """See SandboxProvider.prepare."""
        self._provider.prepare(template, progress)

    def poll(self, handle: SandboxHandle) -> SandboxState:
        """See SandboxProvider.poll."""
        return self._provider.poll(handle)

    def suspend(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.suspend."""
        self._provider.suspend(handle)

    def resume(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.resume."""
        self._provider.resume(handle)

    def list(self) -> Sequence[FoundSandbox]:
        """See SandboxProvider.list; tells of waiting labs, too."""
        return self._provider.list()

    def remove(self, sandbox_id: str) -> None:
        """See SandboxProvider.remove."""
        self._provider.remove(sandbox_id)

    def sweep(self, templates: Collection[str], *, older_seconds: float = BAKED_SECONDS) -> None:
        """See SandboxProvider.sweep."""
        self._provider.sweep(templates, older_seconds=older_seconds)

    def start(self, spec: SandboxSpec) -> SandboxHandle:
        """See SandboxProvider.start; a lab may have been waiting."""
        if spec.owner.purpose != LAB:
            return self._provider.start(spec)
        handle = self._taken(spec) or self._provider.start(spec)
        with self._changed:
            self._out.add(handle.id)
        return handle

    def stop(self, handle: SandboxHandle) -> None:
        """See SandboxProvider.stop; returns at once for a lab that `start` gave, which is removed soon after."""
        with self._changed:
            ours = handle.id in self._out and not self._closed
            self._out.discard(handle.id)
            self._changed.notify_all()
            if ours:
                self._removers.submit(self._remove, handle)
        if not ours:
            self._provider.stop(handle)

    def expect(self, spec: SandboxSpec) -> None:
        """Have labs for this waiting soon."""
        with self._changed:
            self._want(spec)

    def waiting(self, spec: SandboxSpec) -> int:
        """How many labs wait for this."""
        with self._changed:
            shelf = self._shelves.get(_key(spec))
            return len(shelf.waiting) if shelf else 0

    def close(self) -> None:
        """Remove every waiting lab and wait for the removal of those in use before; no lab is handed out any more."""
        with self._changed:
            self._closed = True
            refiller = self._refiller
            self._changed.notify_all()
        if refiller is not None:
            refiller.join()
        with self._changed:
            left = [handle for shelf in self._shelves.values() for handle, _ in shelf.waiting]
            self._shelves.clear()
        try:
            remove_servers(self._provider, [handle.id for handle in left])
        except Exception:
            log.exception("a waiting lab could not be removed; the reaper will")
        self._removers.shutdown()

    def _taken(self, spec: SandboxSpec) -> SandboxHandle | None:
        """A waiting lab that still answers."""
        while True:
            with self._changed:
                shelf = self._want(spec)
                handle = shelf.waiting.pop(0)[0] if shelf and shelf.waiting else None
            if handle is None or self._answers(handle):
                return handle
            self._remove(handle)

    def _want(self, spec: SandboxSpec) -> _Shelf | None:
        if self._closed:
            return None
        spec = SandboxSpec(spec.template, POOL, spec.limits)
        shelf = self._shelves.setdefault(_key(spec), _Shelf(spec, 0.0))
        shelf.wanted_at = self._clock()
        if self._refiller is None:
            self._refiller = threading.Thread(target=self._refill, name="refill-labs", daemon=True)
            self._refiller.start()
        self._changed.notify_all()
        return shelf

    def _refill(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                surplus, shelf = self._surplus(), self._short()
                if not surplus and shelf is None:
                    self._changed.wait(_TICK_SECONDS)
            for handle in surplus:
                self._remove(handle)
            if shelf is not None:
                self._add(shelf)

    def _surplus(self) -> Sequence[SandboxHandle]:
        """Take away labs that have waited too long, and one for which a template without any has more need."""
        now, found = self._clock(), []
        recent = self._recent()
        for shelf in self._shelves.values():
            while shelf.waiting and now - shelf.waiting[0][1] >= self._size.idle_seconds:
                found.append(shelf.waiting.pop(0)[0])
        for shelf in self._by_use():
            if not shelf.waiting and shelf not in recent:
                del self._shelves[_key(shelf.spec)]
        empty = next((shelf for shelf in recent if not shelf.waiting), None)
        if empty is not None and not self._has_room(empty):
            found += self._spared(recent)
        return found

    def _spared(self, recent: Sequence[_Shelf]) -> Sequence[SandboxHandle]:
        """The lab that is missed least; none where each template has but one, which would only go round in circles."""
        for shelf in reversed(self._by_use()):
            if len(shelf.waiting) > (1 if shelf in recent else 0):
                return [shelf.waiting.pop(0)[0]]
        return []

    def _short(self) -> _Shelf | None:
        """Where the next lab belongs: the latest used template first, each with one lab before any has two.

        While a lab is in use there is no hurry for a second one: to start it would take time from the grading.
        """
        if self._failed_at is not None and self._clock() - self._failed_at < _PAUSE_SECONDS:
            return None
        enough = 1 if self._out else self._size.each
        few = [shelf for shelf in self._recent() if len(shelf.waiting) < enough]
        shelf = min(few, key=lambda shelf: len(shelf.waiting), default=None)
        return shelf if shelf and self._has_room(shelf) else None

    def _by_use(self) -> Sequence[_Shelf]:
        return sorted(self._shelves.values(), key=lambda shelf: -shelf.wanted_at)

    def _recent(self) -> Sequence[_Shelf]:
        now = self._clock()
        return [shelf for shelf in self._by_use() if now - shelf.wanted_at < self._size.idle_seconds]

    def _has_room(self, shelf: _Shelf) -> bool:
        labs = sum(len(one.waiting) for one in self._shelves.values())
        memory = sum(one.memory_mb for one in self._shelves.values())
        return labs < self._size.labs and memory + shelf.spec.limits.memory_mb <= self._size.memory_mb

    def _add(self, shelf: _Shelf) -> None:
        try:
            handle = self._provider.start(shelf.spec)
        except Exception:
            log.exception("no lab could be started ahead")
            with self._changed:
                self._failed_at = self._clock()
            return
        with self._changed:
            self._failed_at = None
            shelf.waiting.append((handle, self._clock()))

    def _answers(self, handle: SandboxHandle) -> bool:
        try:
            return self._provider.poll(handle) is SandboxState.READY
        except SandboxError:
            return False

    def _remove(self, handle: SandboxHandle) -> None:
        try:
            self._provider.stop(handle)
        except Exception:
            log.exception("lab %s could not be stopped; the reaper will", handle.id)


def _key(spec: SandboxSpec) -> Key:
    return spec.template.key, spec.limits
