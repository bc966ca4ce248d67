"""A candidate's server answers again after it was down."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from assessor.domain.credit import UNNOTICED
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.services.credit_downtime import credit_downtime
from assessor.services.work import Work
from assessor.storage.queries import attempts, challenges, sandboxes


def take_over(work: Work, fresh: AttemptSandbox, since: datetime | None, mishap: Mishap | None) -> None:
    """A fresh server stands for one that was down `since`: what was lost until it answers stays lost, whoever ends it.

    It is locked with its attempt.
    """
    told = {"down_since": since, "mishap": mishap}
    sandboxes.update(work.session, fresh.id, fresh.status, work.now(), **told)
    if fresh.status is SandboxStatus.READY:
        come_back(work, replace(fresh, down_since=since), mishap, rebuilt=True)


def come_back(work: Work, sandbox: AttemptSandbox, mishap: Mishap | None, *, rebuilt: bool) -> None:
    """The server answers again: say what happened and give the time back. It is locked with its attempt."""
    now = work.now()
    since = sandbox.down_since or now
    told = {"down_since": None, "mishap": None, "used_at": now}
    sandboxes.update(work.session, sandbox.id, SandboxStatus.READY, now, **told)
    if mishap is Mishap.SLEEP and not rebuilt and now - since <= UNNOTICED:
        return
    work.record(
        sandbox.attempt_id,
        EventKind.SANDBOX_REPAIRED,
        slug=challenges.get(work.session, sandbox.challenge_id).slug,
        mishap=mishap or Mishap.CRASH,
        rebuilt=rebuilt,
        since=since.isoformat(),
        seconds=(now - since).total_seconds(),
    )
    credit_downtime(work, attempts.lock(work.session, sandbox.attempt_id))
