"""The worker holds servers that were used of late within bounds that no setting of theirs can hold."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from assessor.domain.sandboxes import AttemptSandbox, Mishap
from assessor.services.mark_broken import mark_broken
from assessor.services.provision_sandbox import SandboxHost
from assessor.services.work import WorkFactory
from assessor.storage.queries import sandboxes
from sandbox.provider import SandboxHandle
from sandbox.watchdog import Bounds, Deed, Finding, patrol

log = logging.getLogger(__name__)

USED_OF_LATE = timedelta(minutes=2)
"""Longer than any run lasts, with all that it takes to stop it: without one nothing in a server grows. Sessions that
are kept open between runs (see assessor.broker) idle, and end with whoever keeps them."""
SPARE_MB = 64
"""For what a server is born with. Where file systems hold the bounds of data and WAL, this one is not reached first."""

MISHAPS: Mapping[Deed, Mishap] = {Deed.RESTARTED: Mishap.CRASH, Deed.STOPPED: Mishap.DISK}
"""Deeds that end a server's sessions for all: its candidate must know."""


def patrol_sandboxes(open_work: WorkFactory, host: SandboxHost) -> tuple[Finding, ...]:
    """One round; what was found is logged, and a server that had to be stopped is repaired and its candidate told."""
    with open_work() as work:
        used = sandboxes.used_since(work.session, work.now() - USED_OF_LATE)
    handles = [SandboxHandle.from_json(sandbox.handle or {}) for sandbox in used]
    by_server = {handle.id: sandbox for handle, sandbox in zip(handles, used, strict=True)}
    found = patrol(host.provider, handles, Bounds(disk_mb=disk_mb(host)))
    for finding in found:
        log.warning("server %s: %s", finding.sandbox_id, finding.detail)
        _tell(open_work, by_server[finding.sandbox_id], finding)
    return found


def disk_mb(host: SandboxHost) -> int:
    """What databases, WAL and temporary files of one server may take together."""
    return host.limits.disk_mb + host.limits.wal_mb + SPARE_MB


def _tell(open_work: WorkFactory, sandbox: AttemptSandbox, finding: Finding) -> None:
    mishap = MISHAPS.get(finding.deed)
    if mishap is not None:
        with open_work() as work:
            mark_broken(work, sandbox, work.now(), mishap)
