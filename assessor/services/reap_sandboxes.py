"""After a restart, and every now and then: adopt what is owned, remove what nobody owns, replace what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import OVER
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import attempts, pool, sandboxes
from sandbox.errors import SandboxError
from sandbox.provider import FoundSandbox, SandboxHandle, SandboxProvider, SandboxState

LAB_LIFE = timedelta(minutes=15)
"""A lab serves one grading or makes datasets; one that is older was lost by a worker that died."""
STARTING = (SandboxStatus.REQUESTED, SandboxStatus.WARMING)
START_TIME = timedelta(minutes=5)
"""A server younger than this may belong to a start that is not written down yet."""


@dataclass(frozen=True)
class Reaped:
    """What a round did: servers kept, servers removed, servers requested again."""

    kept: int
    removed: int
    replaced: int


def reap_sandboxes(open_work: WorkFactory, provider: SandboxProvider) -> Reaped:
    """One round. Raises SandboxError only if the provider cannot even list."""
    kept = removed = 0
    for found in provider.list():
        with open_work() as work:
            owned = is_owned(work, found)
        if owned:
            kept += 1
        else:
            provider.remove(found.id)
            removed += 1
    with open_work() as work:
        _forget_stale(work)
    return Reaped(kept, removed, replace_lost(open_work, provider))


def _forget_stale(work: Work) -> None:
    """Rows of the pool whose start was lost; what it may have started has no owner then."""
    for sandbox_id in pool.stale_warming(work.session, work.now() - START_TIME):
        sandboxes.forget(work.session, sandbox_id)


def is_owned(work: Work, found: FoundSandbox) -> bool:
    """Whether somebody needs the server: a grading in progress, an attempt that is not over, or whoever comes next."""
    age = work.now() - found.started_at
    if found.owner.purpose != "sandbox":
        return age < LAB_LIFE
    sandbox_id = _uuid(found.owner.subject)
    mine = sandboxes.find(work.session, sandbox_id)
    sandbox = mine or pool.find(work.session, sandbox_id)
    if sandbox is None or (mine and attempts.get(work.session, mine.attempt_id).state in OVER):
        return False
    if sandbox.handle is not None:
        return SandboxHandle.from_json(sandbox.handle).id == found.id
    return sandbox.status in STARTING and age < START_TIME


def replace_lost(open_work: WorkFactory, provider: SandboxProvider) -> int:
    """Request again every server that should be there and is not, whether it was lost or could not be started."""
    with open_work() as work:
        ready = sandboxes.in_status(work.session, SandboxStatus.READY)
        failed = [s for s in sandboxes.in_status(work.session, SandboxStatus.FAILED) if is_needed(work, s)]
        waiting = [*failed, *sandboxes.waiting(work.session, work.now() - START_TIME)]
    lost = [item for item in ready if item.handle and is_gone(provider, SandboxHandle.from_json(item.handle))]
    for item in [*lost, *failed]:
        with open_work() as work:
            sandboxes.update(
                work.session, item.id, SandboxStatus.REQUESTED, work.now(), handle=None, error=""
            )
    for item in [*lost, *waiting]:
        with open_work() as work:
            work.defer("provision", lock=f"sandbox:{item.id}", sandbox_id=str(item.id))
    return len(lost) + len(failed)


def is_needed(work: Work, sandbox: AttemptSandbox) -> bool:
    """Whether the attempt of a server is not over."""
    return attempts.get(work.session, sandbox.attempt_id).state not in OVER


def is_gone(provider: SandboxProvider, handle: SandboxHandle) -> bool:
    """Whether the provider is sure that a server does not exist any more."""
    try:
        return provider.poll(handle) is SandboxState.GONE
    except SandboxError:
        return False


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
