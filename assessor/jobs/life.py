"""What happens to servers while attempts run."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services import suspend_idle
from assessor.services.patrol_sandboxes import patrol_sandboxes
from assessor.services.repair_sandbox import repair_sandbox
from assessor.services.watch_sandboxes import watch_sandboxes

log = logging.getLogger(__name__)


def watch(context: JobContext) -> None:
    """Notice what does not answer."""
    down = watch_sandboxes(context.open_work, context.provider)
    if down:
        log.warning("%d servers of candidates were down and are being repaired", down)


def patrol(context: JobContext) -> None:
    """Hold servers that are used within their bounds."""
    patrol_sandboxes(context.open_work, context.host)


def repair(context: JobContext, sandbox_id: str, attempt: int = 1) -> None:
    """Bring the server of that id back."""
    repair_sandbox(context.open_work, context.provider, UUID(sandbox_id), attempt)


def find_idle(context: JobContext) -> None:
    """Ask for the suspension of servers that nobody uses."""
    if context.idle_minutes:
        with context.open_work() as work:
            suspend_idle.find_idle(work, timedelta(minutes=context.idle_minutes))


def suspend(context: JobContext, sandbox_id: str) -> None:
    """Suspend the server of that id, unless it is used again."""
    idle = timedelta(minutes=context.idle_minutes)
    suspend_idle.suspend_sandbox(context.open_work, context.provider, UUID(sandbox_id), idle)
