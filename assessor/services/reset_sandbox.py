"""A candidate starts over with fresh data."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.events import EventKind
from assessor.domain.sandboxes import SandboxStatus
from assessor.errors import NotAllowed, NotFound
from assessor.services.come_back import take_over
from assessor.services.discard_sandbox import discard_sandbox
from assessor.services.open_challenge import require_writable
from assessor.services.request_sandboxes import claim_or_request
from assessor.services.work import Work
from assessor.storage.queries import attempts, sandboxes

MAX_RESETS = 30
"""In one attempt; each starts a server."""


def reset_sandbox(work: Work, attempt_id: UUID, slug: str) -> bool:
    """Replace the candidate's server by one with the start data; drafts stay as they are. Says whether it is there.

    Raises NotFound, WrongState, DeadlinePassed or NotAllowed.
    """
    attempt = attempts.lock(work.session, attempt_id)
    challenge = require_writable(work, attempt, slug)
    if not challenge.has_server:
        raise NotFound()
    if len(attempts.events(work.session, attempt_id, EventKind.SANDBOX_RESET)) >= MAX_RESETS:
        told = "You have started over %(times)s times; there is no further fresh server."
        raise NotAllowed(told, times=MAX_RESETS)
    old = sandboxes.of_attempt(work.session, attempt_id).get(challenge.id)
    if old is not None and old.status is SandboxStatus.REQUESTED:
        return False
    if old is not None:
        discard_sandbox(work, old.id, old.handle)
    fresh = claim_or_request(work, attempt, challenge, urgent=True)
    work.record(attempt_id, EventKind.SANDBOX_RESET, slug=slug)
    if old is not None and old.down_since is not None:
        take_over(work, fresh, old.down_since, old.mishap)
    return fresh.status is SandboxStatus.READY
