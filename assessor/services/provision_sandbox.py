"""The worker starts a candidate's server."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.packs.templates import sandbox_template
from assessor.services.come_back import come_back
from assessor.services.mark_broken import find_locked
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import challenges, pool, sandboxes
from sandbox.errors import SandboxError
from sandbox.provider import Limits, Owner, SandboxHandle, SandboxProvider, SandboxSpec, Template

RETRY = timedelta(seconds=5)
MAX_TRIES = 5


@dataclass(frozen=True)
class SandboxHost:
    """Where sandboxes are started, and how large they are."""

    provider: SandboxProvider
    limits: Limits

    def start(self, template: Template, sandbox_id: UUID) -> tuple[SandboxHandle, float]:
        """A server for the row of that id, and the seconds it took. Raises SandboxError."""
        begun = time.monotonic()
        handle = self.provider.start(SandboxSpec(template, Owner("sandbox", str(sandbox_id)), self.limits))
        return handle, time.monotonic() - begun


def provision_sandbox(open_work: WorkFactory, host: SandboxHost, sandbox_id: UUID, attempt: int = 1) -> None:
    """Get one requested server; does nothing if it is there, or if nobody needs it any more.

    One of the pool is taken if it came in between. No transaction is open while a server starts. A failure is
    written down and tried again MAX_TRIES times.
    """
    with open_work() as work:
        sandbox = wanted(work, sandbox_id)
        if sandbox is None or _claimed(work, sandbox):
            return
        template = _template(work, sandbox)
    try:
        handle, seconds = host.start(template, sandbox_id)
    except SandboxError as error:
        with open_work() as work:
            _failed(work, sandbox, str(error), attempt)
        return
    with open_work() as work:
        kept = _ready(work, sandbox, handle, seconds)
    if not kept:
        host.provider.stop(handle)


def wanted(work: Work, sandbox_id: UUID) -> AttemptSandbox | None:
    """The server of that id, locked with its attempt, if it is requested and its attempt is not over."""
    sandbox = find_locked(work, sandbox_id)
    return sandbox if sandbox and sandbox.status is SandboxStatus.REQUESTED else None


def _claimed(work: Work, sandbox: AttemptSandbox) -> bool:
    """Whether a server of the pool has taken the place of the requested one."""
    warm = pool.reserve(work.session, sandbox.challenge_id, queued=True)
    if warm is None:
        return False
    sandboxes.forget(work.session, sandbox.id)
    pool.give(work.session, warm, sandbox.attempt_id, work.now())
    _arrived(work, replace(sandbox, id=warm))
    return True


def _arrived(work: Work, sandbox: AttemptSandbox) -> None:
    """The server answers, which may be the end of a downtime."""
    _record(work, sandbox, EventKind.SANDBOX_READY)
    if sandbox.down_since is not None:
        come_back(work, sandbox, sandbox.mishap, rebuilt=True)


def _template(work: Work, sandbox: AttemptSandbox) -> Template:
    return sandbox_template(stored_pack(work, sandbox.challenge_id))


def _ready(work: Work, sandbox: AttemptSandbox, handle: SandboxHandle, seconds: float) -> bool:
    still = wanted(work, sandbox.id)
    if still is None:
        return False
    now = work.now()
    told = {"handle": handle.to_json(), "error": "", "used_at": now, "start_seconds": seconds}
    sandboxes.update(work.session, sandbox.id, SandboxStatus.READY, now, **told)
    _arrived(work, still)
    return True


def _failed(work: Work, sandbox: AttemptSandbox, error: str, attempt: int) -> None:
    _record(work, sandbox, EventKind.SANDBOX_FAILED, error=error[:500])
    if attempt >= MAX_TRIES:
        told = {"handle": None, "error": error[:500]}
        sandboxes.update(work.session, sandbox.id, SandboxStatus.FAILED, work.now(), **told)
        return
    work.defer(
        "provision",
        lock=f"sandbox:{sandbox.id}",
        at=work.now() + RETRY * attempt,
        sandbox_id=str(sandbox.id),
        attempt=attempt + 1,
    )


def _record(work: Work, sandbox: AttemptSandbox, kind: EventKind, **data: object) -> None:
    slug = challenges.get(work.session, sandbox.challenge_id).slug
    work.record(sandbox.attempt_id, kind, slug=slug, **data)
