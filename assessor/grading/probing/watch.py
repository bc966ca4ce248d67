"""The platform's look at the sessions of a lab: who waits for whom, and the end of one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from typing import Any, TypeVar

import psycopg

from assessor.grading.session import LabUnreachable
from assessor.grading.stage import Platform, end_process

T = TypeVar("T")

_BLOCKERS = "SELECT pid, pg_catalog.pg_blocking_pids(pid) FROM pg_catalog.unnest(%s::integer[]) AS s (pid)"
_SINCE = """
SELECT coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - max(waitstart)), 0)
FROM pg_catalog.pg_locks WHERE pid = ANY (%s) AND NOT granted
"""
_AHEAD = """
WITH RECURSIVE ahead (pid) AS (
    SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids(%s))
    UNION SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids(ahead.pid)) FROM ahead
) SELECT pid FROM ahead
"""
_PAUSE_SECONDS = 0.005


class Watch:
    """What the platform's own session sees; no answer can change it."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def blockers(self, pids: Sequence[int]) -> dict[int, frozenset[int]]:
        """For which processes each of these waits. Raises LabUnreachable."""
        return {pid: frozenset(those) for pid, those in self._asked(_BLOCKERS, list(pids))}

    def waiting_for(self, pids: Sequence[int]) -> float:
        """For how many seconds the last of these that began to wait does so. Raises LabUnreachable."""
        ((seconds,),) = self._asked(_SINCE, list(pids))
        return float(seconds)

    def end(self, pid: int) -> None:
        """End one session's process, if it is still there, and return when what it kept is free.

        Raises LabUnreachable.
        """
        self._reached(lambda: end_process(self._platform, pid))

    def settle(self, running: Future[Any], pid: int) -> set[int]:
        """Wait until a statement is done, which gives an empty set, or its process waits for a lock, which gives for
        whose, also through others. Raises LabUnreachable."""
        while not wait([running], _PAUSE_SECONDS).done:
            ahead = {int(each) for (each,) in self._asked(_AHEAD, pid)}
            if ahead:
                return ahead
        return set()

    def _asked(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._reached(lambda: self._platform.execute(query, values).fetchall())

    @staticmethod
    def _reached(action: Callable[[], T]) -> T:
        try:
            return action()
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's sessions could not be looked at: {error}") from error
