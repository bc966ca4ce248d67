"""Where a change set is rehearsed: a copy of the database, its twin, and the sessions of all who are there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from assessor.grading.migrating.apply import begin
from assessor.grading.migrating.plan import Plan
from assessor.grading.migrating.sight import Sight
from assessor.grading.migrating.text import ChangeSet
from assessor.grading.migrating.workload import TWIN, Workload
from assessor.grading.probing.session import ProbeSession
from assessor.grading.probing.stage import READER, ProbeStage
from assessor.grading.session import Ended, Stopped
from sandbox.provider import CANDIDATE_ROLE


class Theatre:
    """One rehearsal's databases and sessions."""

    def __init__(self, stage: ProbeStage, plan: Plan) -> None:
        stage.copy(plan.database, measured=False)
        stage.copy(plan.database, TWIN, measured=False)
        self.plan = plan
        self._stage = stage
        self._pool = ThreadPoolExecutor(2 * len(plan.calls) + 2, thread_name_prefix="rehearsal")
        self._idle: dict[str, ProbeSession] = {}
        """By role: a session that is as good as a new one."""
        self._cut: set[int] = set()
        self.watch = stage.watch
        self._reader = stage.session(READER)
        self.sight = Sight(self._reader)
        self.workload = Workload(stage, plan, self._pool)

    def __enter__(self) -> Theatre:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stage.end_sessions()
        self._pool.shutdown()
        self.workload.close()
        for session in self._idle.values():
            session.__exit__(kind, error, trace)
        self._reader.__exit__(kind, error, trace)

    @contextmanager
    def migrator(self, changes: ChangeSet) -> Iterator[ProbeSession]:
        """A session that runs a step. Raises Stopped."""
        with self._lent(CANDIDATE_ROLE) as session:
            begin(session, changes)
            yield session

    @contextmanager
    def held(self) -> Iterator[ProbeSession]:
        """A long transaction of the application; it can be ended before the block ends. Raises Stopped."""
        with self._lent(self.plan.hold_role) as holder:
            holder.tell("BEGIN")
            for text in self.plan.hold:
                try:
                    holder.tell(text)
                except Stopped as stopped:
                    raise Stopped(
                        Ended.ERROR, f"a long transaction of the application fails: {stopped.reason}"
                    ) from stopped
            yield holder

    def begin(self, session: ProbeSession, text: str) -> Future[Any]:
        """Begin a statement in a session."""
        return self._pool.submit(session.tell, text)

    def cancel(self, session: ProbeSession) -> None:
        """End what a session does, as its lock_timeout would."""
        self._stage.cancel(session)

    def cut(self, session: ProbeSession) -> None:
        """End a session from outside."""
        self._cut.add(session.pid)
        self.watch.end(session.pid)

    @contextmanager
    def _lent(self, role: str) -> Iterator[ProbeSession]:
        """A session, which afterwards keeps nothing of what was done in it. Raises Stopped."""
        session = self._idle.pop(role, None) or self._stage.session(role)
        try:
            yield session
        finally:
            if session.pid in self._cut or session.is_busy:
                session.__exit__(None, None, None)
            else:
                session.renew()
                self._idle[role] = session
