"""Servers that wait for candidates."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services.refill_pool import refill_pool
from assessor.services.warm_sandbox import warm_sandbox


def refill(context: JobContext) -> None:
    """As many as are wanted now: ask for what is missing, give up what has waited in vain."""
    with context.open_work() as work:
        refill_pool(work, context.pool_memory_mb)


def warm(context: JobContext, sandbox_id: str) -> None:
    """Start the waiting server of that id."""
    warm_sandbox(context.open_work, context.host, UUID(sandbox_id))
