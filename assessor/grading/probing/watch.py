"""The platform's look at the sessions of a lab: who waits for whom, and the end of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from assessor.grading.session import LabUnreachable
from assessor.grading.stage import Platform

_BLOCKERS = "SELECT pid, pg_catalog.pg_blocking_pids(pid) FROM pg_catalog.unnest(%s::integer[]) AS s (pid)"
_SINCE = """
SELECT coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - max(waitstart)), 0)
FROM pg_catalog.pg_locks WHERE pid = ANY (%s) AND NOT granted
"""
_END = "SELECT pg_catalog.pg_terminate_backend(pid, %s) FROM pg_catalog.pg_stat_activity WHERE pid = %s"
_END_MILLISECONDS = 5000


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
        if (False,) in self._asked(_END, _END_MILLISECONDS, pid):
            raise LabUnreachable("A session of the lab does not end.")

    def _asked(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._platform.execute(query, values).fetchall()
        except psycopg.Error as error:
            raise LabUnreachable(f"The lab's sessions could not be looked at: {error}") from error
