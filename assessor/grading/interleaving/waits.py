"""Which sessions wait for which, and whether that will change by itself."""

from __future__ import annotations

from collections.abc import Mapping

Blockers = Mapping[int, frozenset[int]]
"""By the server process of each running statement: those that it waits for, as pg_blocking_pids() tells."""


def stuck(blockers: Blockers, sessions: frozenset[int]) -> frozenset[int]:
    """Of the processes that run a statement, those that wait until one of the `sessions` that do nothing does more.

    Whoever waits for one that still runs, or for none of ours, may soon go on; and in a circle PostgreSQL will end
    somebody.
    """
    found: frozenset[int] = frozenset()
    while True:
        certain = found | (sessions - blockers.keys())
        more = frozenset(pid for pid, those in blockers.items() if those and those <= certain)
        if more == found:
            return found
        found = more
