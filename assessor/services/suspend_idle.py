"""The worker suspends servers that nobody uses: they keep their data and cost no memory."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.services.mark_broken import find_locked
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import sandboxes
from sandbox.errors import SandboxError
from sandbox.provider import SandboxHandle, SandboxProvider

log = logging.getLogger(__name__)


def find_idle(work: Work, idle: timedelta) -> int:
    """Ask for the suspension of every server that was not used for so long; how many there are."""
    found = sandboxes.idle(work.session, work.now() - idle)
    for sandbox_id in found:
        work.defer("suspend", lock=f"sandbox:{sandbox_id}", sandbox_id=str(sandbox_id))
    return len(found)


def suspend_sandbox(
    open_work: WorkFactory, provider: SandboxProvider, sandbox_id: UUID, idle: timedelta
) -> None:
    """Suspend one server, unless it was used in between. One that cannot be suspended goes on running."""
    with open_work() as work:
        sandbox = _asleep(work, sandbox_id, idle)
    if sandbox is None or sandbox.handle is None:
        return
    try:
        provider.suspend(SandboxHandle.from_json(sandbox.handle))
    except SandboxError as error:
        # Whoever needs it next has it resumed, which repairs it as well.
        log.warning("server of sandbox %s could not be suspended: %s", sandbox_id, error)


def _asleep(work: Work, sandbox_id: UUID, idle: timedelta) -> AttemptSandbox | None:
    sandbox = find_locked(work, sandbox_id)
    if sandbox is None or sandbox.status is not SandboxStatus.READY:
        return None
    if sandbox.used_at is not None and work.now() - sandbox.used_at < idle:
        return None
    sandboxes.update(work.session, sandbox_id, SandboxStatus.SUSPENDED, work.now())
    return sandbox
