"""The worker removes an attempt's servers once it is over."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.attempt import OVER
from assessor.domain.sandboxes import SandboxStatus
from assessor.services.work import WorkFactory
from assessor.storage.queries import attempts, sandboxes
from sandbox.provider import SandboxHandle, SandboxProvider


def stop_sandboxes(open_work: WorkFactory, provider: SandboxProvider, attempt_id: UUID) -> int:
    """Stop every server of an attempt that is over; how many there were. Already gone is success."""
    with open_work() as work:
        if attempts.get(work.session, attempt_id).state not in OVER:
            return 0
        known = list(sandboxes.of_attempt(work.session, attempt_id).values())
    for sandbox in known:
        if sandbox.handle is not None:
            provider.stop(SandboxHandle.from_json(sandbox.handle))
        with open_work() as work:
            sandboxes.update(work.session, sandbox.id, SandboxStatus.STOPPED, work.now(), handle=None)
    return len(known)
