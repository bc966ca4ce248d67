"""The worker brings a candidate's server back: woken, repaired, or made anew, and says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.services.come_back import come_back, take_over
from assessor.services.discard_sandbox import discard_sandbox
from assessor.services.mark_broken import ask_for_repair, find_locked
from assessor.services.request_sandboxes import claim_or_request
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import attempts, challenges, sandboxes
from sandbox.errors import ProviderUnavailable, SandboxError, SandboxGone
from sandbox.provider import FoundSandbox, SandboxHandle, SandboxProvider, SandboxState

AGAIN = timedelta(seconds=2)
MAX_TRIES = 5
"""Then the server is made anew. An engine that is away is waited for without end: nothing else can be done."""

DOWN = (SandboxStatus.BROKEN, SandboxStatus.WAKING)


def repair_sandbox(
    open_work: WorkFactory, provider: SandboxProvider, sandbox_id: UUID, attempt: int = 1
) -> None:
    """Bring one server back; does nothing if it is back, or if nobody needs it any more.

    No transaction is open meanwhile. Never gives back an empty server in silence: where the data is lost, the server
    is made anew from the seed, and the event says so.
    """
    with open_work() as work:
        sandbox = down(work, sandbox_id)
    if sandbox is None or sandbox.handle is None:
        return
    handle = SandboxHandle.from_json(sandbox.handle)
    try:
        mishap = _cause(provider, handle, sandbox.mishap)
        provider.resume(handle)
    except SandboxError as error:
        with open_work() as work:
            _not_back(work, sandbox_id, error, attempt)
        return
    with open_work() as work:
        sandbox = down(work, sandbox_id)
        if sandbox is not None:
            come_back(work, sandbox, mishap, rebuilt=False)


def down(work: Work, sandbox_id: UUID) -> AttemptSandbox | None:
    """The server of that id, locked with its attempt, if it has to be brought back."""
    sandbox = find_locked(work, sandbox_id)
    return sandbox if sandbox and sandbox.status in DOWN else None


def _cause(provider: SandboxProvider, handle: SandboxHandle, noticed: Mishap | None) -> Mishap | None:
    """What the provider knows better than who noticed. After a session's death a server that recovers by itself may
    not answer yet: that is no further mishap."""
    if noticed not in (Mishap.CRASH, Mishap.SESSION):
        return noticed
    found = next((each for each in provider.list() if each.id == handle.id), None)
    if noticed is Mishap.SESSION and found is not None and found.state is SandboxState.UNREADY:
        return noticed
    return mishap_of(found) or noticed


def mishap_of(found: FoundSandbox | None) -> Mishap | None:
    """What is wrong with a server, or None if nothing is."""
    if found is None or found.state is SandboxState.GONE:
        return Mishap.LOST
    if found.state is SandboxState.READY:
        return None
    return Mishap.MEMORY if found.out_of_memory else Mishap.CRASH


def _not_back(work: Work, sandbox_id: UUID, error: SandboxError, attempt: int) -> None:
    sandbox = down(work, sandbox_id)
    if sandbox is None:
        return
    hopeless = isinstance(error, SandboxGone) or attempt >= MAX_TRIES
    if hopeless and not isinstance(error, ProviderUnavailable):
        _rebuild(work, sandbox)
        return
    told = {"error": str(error)[:500]}
    sandboxes.update(work.session, sandbox.id, sandbox.status, work.now(), **told)
    ask_for_repair(work, sandbox.id, at=work.now() + AGAIN, attempt=attempt + 1)


def _rebuild(work: Work, sandbox: AttemptSandbox) -> None:
    """A fresh server takes the place of one that cannot be brought back; the downtime goes on until it is there."""
    attempt = attempts.get(work.session, sandbox.attempt_id)
    mishap = sandbox.mishap if sandbox.mishap in (Mishap.MEMORY, Mishap.SESSION) else Mishap.LOST
    discard_sandbox(work, sandbox.id, sandbox.handle)
    challenge = challenges.get(work.session, sandbox.challenge_id)
    fresh = claim_or_request(work, attempt, challenge, urgent=True)
    take_over(work, fresh, sandbox.down_since, mishap)
