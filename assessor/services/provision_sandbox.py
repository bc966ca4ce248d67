"""The worker starts a candidate's server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import OVER
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.packs.templates import sandbox_template
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import attempts, challenges, sandboxes
from sandbox.errors import SandboxError
from sandbox.provider import Limits, Owner, SandboxHandle, SandboxProvider, SandboxSpec, Template

RETRY = timedelta(seconds=5)
MAX_TRIES = 5


@dataclass(frozen=True)
class SandboxHost:
    """Where sandboxes are started, and how large they are."""

    provider: SandboxProvider
    limits: Limits


def provision_sandbox(open_work: WorkFactory, host: SandboxHost, sandbox_id: UUID, attempt: int = 1) -> None:
    """Start one requested server; does nothing if it is there, or if nobody needs it any more.

    No transaction is open while the server starts. A failure is written down and tried again MAX_TRIES times.
    """
    with open_work() as work:
        sandbox = wanted(work, sandbox_id)
        template = _template(work, sandbox) if sandbox else None
    if sandbox is None or template is None:
        return
    try:
        handle = host.provider.start(SandboxSpec(template, Owner("sandbox", str(sandbox_id)), host.limits))
    except SandboxError as error:
        with open_work() as work:
            _failed(work, sandbox, str(error), attempt)
        return
    with open_work() as work:
        kept = _ready(work, sandbox, handle)
    if not kept:
        host.provider.stop(handle)


def wanted(work: Work, sandbox_id: UUID) -> AttemptSandbox | None:
    """The server of that id, locked, if it is requested and its attempt is not over."""
    sandbox = sandboxes.find(work.session, sandbox_id, lock=True)
    if sandbox is None or sandbox.status is not SandboxStatus.REQUESTED:
        return None
    return None if attempts.get(work.session, sandbox.attempt_id).state in OVER else sandbox


def _template(work: Work, sandbox: AttemptSandbox) -> Template:
    return sandbox_template(stored_pack(work, sandbox.challenge_id))


def _ready(work: Work, sandbox: AttemptSandbox, handle: SandboxHandle) -> bool:
    if wanted(work, sandbox.id) is None:
        return False
    sandboxes.update(work.session, sandbox.id, SandboxStatus.READY, handle.to_json())
    slug = challenges.get(work.session, sandbox.challenge_id).slug
    work.record(sandbox.attempt_id, EventKind.SANDBOX_READY, slug=slug)
    return True


def _failed(work: Work, sandbox: AttemptSandbox, error: str, attempt: int) -> None:
    slug = challenges.get(work.session, sandbox.challenge_id).slug
    work.record(sandbox.attempt_id, EventKind.SANDBOX_FAILED, slug=slug, error=error[:500])
    if attempt >= MAX_TRIES:
        sandboxes.update(work.session, sandbox.id, SandboxStatus.FAILED, error=error[:500])
        return
    work.defer(
        "provision",
        lock=f"sandbox:{sandbox.id}",
        at=work.now() + RETRY * attempt,
        sandbox_id=str(sandbox.id),
        attempt=attempt + 1,
    )
