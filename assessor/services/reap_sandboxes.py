"""After a restart, and every now and then: adopt what is owned, remove what nobody owns, ask again for what failed.

What is broken or gone is found sooner, by the watch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.attempt import OVER
from assessor.domain.sandboxes import AttemptSandbox, SandboxStatus
from assessor.services.mark_broken import ask_for_repair
from assessor.services.needed_templates import needed_templates
from assessor.services.repair_sandbox import DOWN
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import attempts, pool, sandboxes
from sandbox.provider import FoundSandbox, SandboxHandle, SandboxProvider

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
    """One round. Raises SandboxError if the provider cannot even list, or, with all else done, cannot sweep."""
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
    done = Reaped(kept, removed, request_again(open_work))
    provider.sweep(needed_templates(open_work))
    return done


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


def request_again(open_work: WorkFactory) -> int:
    """Request again every server that could not be started, and queue again what waits too long; how many failed."""
    with open_work() as work:
        failed = [s for s in sandboxes.in_status(work.session, SandboxStatus.FAILED) if is_needed(work, s)]
        late = work.now() - START_TIME
        waiting = [*failed, *sandboxes.waiting(work.session, late)]
        broken = [s for s in sandboxes.in_status(work.session, *DOWN) if s.down_since and s.down_since < late]
    for item in failed:
        with open_work() as work:
            again = SandboxStatus.REQUESTED
            sandboxes.update(work.session, item.id, again, work.now(), handle=None, error="")
    with open_work() as work:
        for item in waiting:
            work.defer("provision", lock=f"sandbox:{item.id}", sandbox_id=str(item.id))
        for item in broken:
            ask_for_repair(work, item.id)
    return len(failed)


def is_needed(work: Work, sandbox: AttemptSandbox) -> bool:
    """Whether the attempt of a server is not over."""
    return attempts.get(work.session, sandbox.attempt_id).state not in OVER


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
