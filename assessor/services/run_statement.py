"""A candidate runs a text in their sandbox."""

from __future__ import annotations

from uuid import UUID

from assessor.domain.answers import require_text
from assessor.domain.assessment import Challenge
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import SandboxStatus
from assessor.errors import InvalidInput, SandboxNotReady
from assessor.services.open_challenge import require_writable
from assessor.services.work import Work
from assessor.storage.queries import answers, attempts, sandboxes
from sandbox.execution import RunOutcome, RunResult, run
from sandbox.provider import SandboxHandle


def run_statement(work: Work, attempt_id: UUID, slug: str, text: str) -> RunResult:
    """Run a text and record that it was run.

    No transaction is open while the text runs. Raises InvalidInput, NotFound, WrongState, DeadlinePassed or
    SandboxNotReady.
    """
    require_text(text)
    if not text.strip():
        raise InvalidInput("There is nothing to run: write a statement first.")
    challenge = require_writable(work, attempts.get(work.session, attempt_id), slug)
    handle = sandbox_handle(work, attempt_id, challenge)
    started_at = work.now()
    work.pause()
    result = run(handle.dsn, text, platform_dsn=handle.platform_dsn)
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
    return result


def sandbox_handle(work: Work, attempt_id: UUID, challenge: Challenge) -> SandboxHandle:
    """The handle of the candidate's server. Raises SandboxNotReady."""
    sandbox = sandboxes.of_attempt(work.session, attempt_id).get(challenge.id)
    if sandbox is None or sandbox.status is not SandboxStatus.READY or sandbox.handle is None:
        raise SandboxNotReady()
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
