"""The worker looks every few seconds whether the servers that should answer do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from assessor.domain.sandboxes import AttemptSandbox, Mishap, PoolSandbox, SandboxStatus
from assessor.services.credit_downtime import credit_ahead
from assessor.services.discard_sandbox import discard_sandbox
from assessor.services.mark_broken import mark_broken
from assessor.services.repair_sandbox import mishap_of
from assessor.services.work import WorkFactory
from assessor.storage.queries import pool, sandboxes
from sandbox import wire
from sandbox.errors import ProviderUnavailable
from sandbox.provider import FoundSandbox, SandboxHandle, SandboxProvider

log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0

Servers = Mapping[str, FoundSandbox]


def watch_sandboxes(open_work: WorkFactory, provider: SandboxProvider) -> int:
    """One look: ask for the repair of what is down, give up what waits dead; how many were down.

    While no engine answers, servers that do are left alone. Raises SandboxError if the provider cannot list.
    """
    with open_work() as work:
        credit_ahead(work)
        # Read before the servers are listed: what is written as ready then existed before the list was made.
        ready = sandboxes.in_status(work.session, SandboxStatus.READY)
        warm = pool.all_of(work.session, SandboxStatus.WARM)
    if not ready and not warm:
        return 0
    try:
        servers = {found.id: found for found in provider.list()}
    except ProviderUnavailable as error:
        log.warning("servers cannot be listed: %s", error)
        return _without_engine(open_work, ready)
    _give_up(open_work, warm, servers)
    return sum(_look(open_work, sandbox, servers) for sandbox in ready)


def _look(open_work: WorkFactory, sandbox: AttemptSandbox, servers: Servers) -> bool:
    mishap = mishap_of(servers.get(server_id(sandbox)))
    return mishap is not None and _broken(open_work, sandbox, mishap)


def _without_engine(open_work: WorkFactory, ready: Sequence[AttemptSandbox]) -> int:
    silent = [sandbox for sandbox in ready if not _answers(sandbox)]
    return sum(_broken(open_work, sandbox, Mishap.ENGINE) for sandbox in silent)


def _answers(sandbox: AttemptSandbox) -> bool:
    handle = SandboxHandle.from_json(sandbox.handle or {})
    return wire.answers(handle.platform_dsn, ANSWER_SECONDS)


def _broken(open_work: WorkFactory, sandbox: AttemptSandbox, mishap: Mishap) -> bool:
    with open_work() as work:
        return mark_broken(work, sandbox, work.now(), mishap)


def _give_up(open_work: WorkFactory, warm: Sequence[PoolSandbox], servers: Servers) -> None:
    for sandbox in warm:
        if mishap_of(servers.get(server_id(sandbox))) is not None:
            with open_work() as work:
                if pool.find(work.session, sandbox.id) is not None:
                    discard_sandbox(work, sandbox.id, sandbox.handle)


def server_id(sandbox: AttemptSandbox | PoolSandbox) -> str:
    """The provider's id of a server that exists."""
    return str((sandbox.handle or {}).get("id"))
