"""A candidate runs a text in their sandbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from assessor.domain.answers import require_text
from assessor.domain.assessment import Challenge
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.errors import InvalidInput, SandboxAsleep, SandboxInRepair, SandboxNotReady
from assessor.services.mark_broken import mark_broken
from assessor.services.open_challenge import require_writable
from assessor.services.wake_sandboxes import note_presence
from assessor.services.work import Work
from assessor.storage.queries import answers, attempts, sandboxes
from sandbox.execution import RunOutcome, RunResult, run
from sandbox.provider import SandboxHandle

_ADMIN_SHUTDOWN = "57P01"
_IN_THE_WAY: dict[SandboxStatus, type[SandboxNotReady]] = {
    SandboxStatus.SUSPENDED: SandboxAsleep,
    SandboxStatus.WAKING: SandboxAsleep,
    SandboxStatus.BROKEN: SandboxInRepair,
}


def run_statement(work: Work, attempt_id: UUID, slug: str, text: str) -> RunResult:
    """Run a text and record that it was run.

    No transaction is open while the text runs. A server that went away is repaired from now on. Raises InvalidInput,
    NotFound, WrongState, DeadlinePassed or SandboxNotReady; after the last the text has not run, and may be sent again.
    """
    require_text(text)
    if not text.strip():
        raise InvalidInput("There is nothing to run: write a statement first.")
    challenge = require_writable(work, attempts.get(work.session, attempt_id), slug)
    sandbox = ready_sandbox(work, attempt_id, challenge)
    started_at = work.now()
    sandboxes.touch(work.session, [sandbox.id], started_at)
    work.pause()
    handle = handle_of(sandbox)
    result = run(handle.dsn, text, platform_dsn=handle.platform_dsn)
    if result.outcome is RunOutcome.INTERRUPTED and not result.duration_ms:
        # It never reached a server, so the page may send it again without running anything twice.
        _lost(work, sandbox, started_at, Mishap.CRASH)
        raise SandboxInRepair()
    answers.add_run(
        work.session,
        attempt_id,
        challenge.id,
        text=text,
        started_at=started_at,
        duration_ms=result.duration_ms,
        outcome=result.outcome.value,
        summary=summary(result),
    )
    work.record(attempt_id, EventKind.RAN, slug=slug, outcome=result.outcome.value)
    if result.outcome is RunOutcome.INTERRUPTED and not _ended_itself(result):
        work.pause()
        _lost(work, sandbox, work.now(), Mishap.SESSION)
    return result


def _lost(work: Work, sandbox: AttemptSandbox, since: datetime, mishap: Mishap) -> None:
    mark_broken(work, sandbox, since, mishap)
    work.pause()


def _ended_itself(result: RunResult) -> bool:
    """Whether only the session was ended, by pg_terminate_backend(); if it was the server, the watch will tell."""
    return result.error is not None and result.error.sqlstate == _ADMIN_SHUTDOWN


def ready_sandbox(work: Work, attempt_id: UUID, challenge: Challenge) -> AttemptSandbox:
    """The candidate's server; one that sleeps is woken. Raises SandboxNotReady, or what is in its way exactly."""
    sandbox = sandboxes.of_attempt(work.session, attempt_id).get(challenge.id)
    if sandbox is None or sandbox.handle is None:
        raise SandboxNotReady()
    if sandbox.status is SandboxStatus.SUSPENDED:
        note_presence(work, attempt_id, challenge.slug)
        work.pause()
    if sandbox.status is not SandboxStatus.READY:
        raise _IN_THE_WAY.get(sandbox.status, SandboxNotReady)()
    return sandbox


def handle_of(sandbox: AttemptSandbox) -> SandboxHandle:
    """The handle of a server that is ready."""
    assert sandbox.handle is not None  # noqa: S101 - the table has a constraint that says so
    return SandboxHandle.from_json(sandbox.handle)


def summary(result: RunResult) -> str:
    """One line for the history, e.g. "12 rows" or "ERROR 42P01: relation ... does not exist"."""
    if result.error is not None:
        return f"ERROR {result.error.sqlstate}: {result.error.message}"[:300]
    if result.outcome is not RunOutcome.OK:
        return result.message[:300]
    last = result.results[-1] if result.results else None
    if last is None:
        return "nothing returned"
    return f"{last.row_count} rows" if last.columns else last.command
