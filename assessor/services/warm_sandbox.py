"""The worker starts a server for whoever comes first."""

from __future__ import annotations

import logging
from uuid import UUID

from assessor.domain.sandboxes import SandboxStatus
from assessor.packs.templates import sandbox_template
from assessor.services.provision_sandbox import SandboxHost
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import pool, sandboxes
from sandbox.errors import SandboxError
from sandbox.provider import SandboxHandle

log = logging.getLogger(__name__)


def warm_sandbox(open_work: WorkFactory, host: SandboxHost, sandbox_id: UUID) -> None:
    """Start one server of the pool; does nothing if it is there or was given up. A failure gives it up: the next
    refill asks for another."""
    with open_work() as work:
        sandbox = pool.find(work.session, sandbox_id)
        if sandbox is None or sandbox.status is not SandboxStatus.WARMING:
            return
        template = sandbox_template(stored_pack(work, sandbox.challenge_id))
    try:
        handle, seconds = host.start(template, sandbox_id)
    except SandboxError as error:
        log.warning("no server could be started ahead: %s", error)
        with open_work() as work:
            sandboxes.forget(work.session, sandbox_id)
        return
    with open_work() as work:
        kept = _kept(work, sandbox_id, handle, seconds)
    if not kept:
        host.provider.stop(handle)


def _kept(work: Work, sandbox_id: UUID, handle: SandboxHandle, seconds: float) -> bool:
    sandbox = pool.find(work.session, sandbox_id)
    if sandbox is None or sandbox.status is not SandboxStatus.WARMING:
        return False
    pool.warm_up(work.session, sandbox_id, work.now(), handle.to_json(), seconds)
    return True
