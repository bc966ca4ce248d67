"""A candidate is there: what they need is used, and wakes up if it sleeps."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from assessor.domain.attempt import OVER, AttemptState
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.services.mark_broken import ask_for_repair
from assessor.services.open_challenge import find_challenge
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts, sandboxes


def note_presence(work: Work, attempt_id: UUID, slug: str = "") -> None:
    """The candidate looks at a challenge, or at the page before the start, where all of them are needed soon.

    Raises NotFound.
    """
    attempt = attempts.lock(work.session, attempt_id)
    if attempt.state in OVER or attempt.state is AttemptState.INVITED:
        return
    servers = sandboxes.of_attempt(work.session, attempt_id)
    if slug:
        challenge = find_challenge(assessments.get(work.session, attempt.assessment_id), slug)
        servers = {each: found for each, found in servers.items() if each == challenge.id}
    wake_sandboxes(work, servers.values())


def wake_sandboxes(work: Work, servers: Iterable[AttemptSandbox]) -> None:
    """Mark servers of an attempt that this transaction has locked as used, and have the sleeping ones woken."""
    now = work.now()
    servers = list(servers)
    sandboxes.touch(work.session, [sandbox.id for sandbox in servers], now)
    for sandbox in servers:
        if sandbox.status is SandboxStatus.SUSPENDED:
            told = {"down_since": now, "mishap": Mishap.SLEEP.value}
            sandboxes.update(work.session, sandbox.id, SandboxStatus.WAKING, now, **told)
            ask_for_repair(work, sandbox.id)
