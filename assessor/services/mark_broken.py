"""Somebody noticed that a candidate's server does not answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from assessor.domain.attempt import OVER
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.services.work import Work
from assessor.storage.queries import attempts, challenges, sandboxes


def mark_broken(work: Work, sandbox: AttemptSandbox, since: datetime, mishap: Mishap) -> bool:
    """Write down that a server is down and ask for its repair at once; says whether it counted as ready until now.

    Must be the first that its transaction does: an attempt is locked before its servers, everywhere.
    """
    found = find_locked(work, sandbox.id)
    if found is None or found.status is not SandboxStatus.READY or found.handle != sandbox.handle:
        return False
    told = {"down_since": since, "mishap": mishap.value}
    sandboxes.update(work.session, found.id, SandboxStatus.BROKEN, work.now(), **told)
    slug = challenges.get(work.session, found.challenge_id).slug
    work.record(found.attempt_id, EventKind.SANDBOX_DOWN, slug=slug, mishap=mishap)
    ask_for_repair(work, found.id)
    return True


def find_locked(work: Work, sandbox_id: UUID) -> AttemptSandbox | None:
    """The server as it stands now, locked together with its attempt; None if the attempt is over or it is gone."""
    known = sandboxes.find(work.session, sandbox_id)
    if known is None or attempts.lock(work.session, known.attempt_id).state in OVER:
        return None
    return sandboxes.find(work.session, sandbox_id, lock=True)


def ask_for_repair(work: Work, sandbox_id: UUID, *, at: datetime | None = None, attempt: int = 1) -> None:
    """Have a server brought back, now or later."""
    work.defer("repair", lock=f"sandbox:{sandbox_id}", at=at, sandbox_id=str(sandbox_id), attempt=attempt)
