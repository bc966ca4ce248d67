"""A candidate runs a text in their sandbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from assessor.broker import Key, SessionRun, Sessions, Target
from assessor.domain.answers import require_text
from assessor.domain.assessment import Challenge
from assessor.domain.events import EventKind
from assessor.domain.sandboxes import AttemptSandbox, Mishap, SandboxStatus
from assessor.errors import InvalidInput, SandboxAsleep, SandboxInRepair, SandboxNotReady
from assessor.services.mark_broken import mark_broken
from assessor.services.open_challenge import require_writable
from assessor.services.wake_sandboxes import note_presence
from assessor.services.work import Work
from assessor.storage.queries import answers, sandboxes
from sandbox.execution import (
    Explained,
    NotExplainable,
    RunOutcome,
    RunResult,
    explaining,
    plan_of,
    run,
)
from sandbox.fleet.running import run_sections
from sandbox.fleet.shell import nodes_of
from sandbox.provider import SandboxHandle

NOTED_FOR = timedelta(seconds=30)
"""So long a server counts as used; whoever looks at that counts in minutes."""

_ADMIN_SHUTDOWN = "57P01"
_IN_THE_WAY: dict[SandboxStatus, type[SandboxNotReady]] = {
    SandboxStatus.SUSPENDED: SandboxAsleep,
    SandboxStatus.WAKING: SandboxAsleep,
    SandboxStatus.BROKEN: SandboxInRepair,
}


class RunMode(StrEnum):
    """What a run is for."""

    RUN = "run"
    EXPLAIN = "explain"
    """The plan of one statement, which does not run."""
    ANALYZE = "analyze"
    """The plan of one statement with what happened when it ran."""


@dataclass(frozen=True)
class Tab:
    """A tab of the workbench, whose session is kept open."""

    sessions: Sessions
    id: str


@dataclass(frozen=True)
class StatementRun:
    """What a run gave: without `session` it had one of its own. `plan` as PostgreSQL's FORMAT JSON has it."""

    result: RunResult
    session: SessionRun | None = None
    plan: list[Any] | None = None


def run_statement(
    work: Work, attempt_id: UUID, slug: str, text: str, tab: Tab | None = None, mode: RunMode = RunMode.RUN
) -> StatementRun:
    """Run a text, or get its plan, and record that it was run.

    No transaction is open while the text runs. The record of the run is written without waiting for the disk, which can
    take longer than the run. A server that went away is repaired from now on. Raises InvalidInput,
    NotFound, WrongState, DeadlinePassed, SessionBusy, TooManySessions, SessionsAway or SandboxNotReady; after the last
    two the text has not run, and may be sent again.
    """
    require_text(text)
    if not text.strip():
        raise InvalidInput("There is nothing to run: write a statement first.")
    explained = _explained(text, mode)
    with work.reading():
        attempt, servers = sandboxes.with_attempt(work.session, attempt_id)
        challenge = require_writable(work, attempt, slug)
    sandbox = _awake(work, attempt_id, challenge, servers.get(challenge.id))
    started_at = work.now()
    if _unused(sandbox, started_at) > NOTED_FOR:
        with work.noting():
            sandboxes.touch(work.session, [sandbox.id], started_at)
        work.pause()
    sent = explained.text if explained else text
    done = _run(sandbox, sent, tab, Key(str(attempt_id), str(challenge.id), tab.id if tab else ""))
    result = done.result
    if result.outcome is RunOutcome.INTERRUPTED and not result.duration_ms:
        # It never reached a server, so the page may send it again without running anything twice.
        _lost(work, sandbox, started_at, Mishap.CRASH)
        raise SandboxInRepair()
    told = "a plan" if explained and result.outcome is RunOutcome.OK else summary(result)
    with work.noting():
        if NOTED_FOR / 2 < _unused(sandbox, started_at) <= NOTED_FOR:
            # Here it needs no way of its own to the database, as it would at the next run.
            sandboxes.touch(work.session, [sandbox.id], started_at)
        answers.add_run(
            work.session,
            attempt_id,
            challenge.id,
            text=_SHOWN[mode] + text,
            started_at=started_at,
            duration_ms=result.duration_ms,
            outcome=result.outcome.value,
            summary=told,
        )
        work.record(attempt_id, EventKind.RAN, slug=slug, outcome=result.outcome.value)
    if _server_lost(done):
        work.pause()
        _lost(work, sandbox, work.now(), Mishap.SESSION)
    if explained is None:
        return done
    shown, plan = plan_of(result, explained)
    return replace(done, result=shown, plan=plan)


_SHOWN = {RunMode.RUN: "", RunMode.EXPLAIN: "EXPLAIN ", RunMode.ANALYZE: "EXPLAIN (ANALYZE, BUFFERS) "}
"""What stands before a text in the history, from where it can be run again."""


def _unused(sandbox: AttemptSandbox, now: datetime) -> timedelta:
    return now - sandbox.used_at if sandbox.used_at else timedelta.max


def _explained(text: str, mode: RunMode) -> Explained | None:
    if mode is RunMode.RUN:
        return None
    try:
        return explaining(text, analyze=mode is RunMode.ANALYZE)
    except NotExplainable as reason:
        raise InvalidInput(str(reason)) from reason


def _run(sandbox: AttemptSandbox, text: str, tab: Tab | None, key: Key) -> StatementRun:
    handle = handle_of(sandbox)
    if nodes_of(handle.state):
        return StatementRun(run_sections(handle.state, text))
    if tab is None:
        return StatementRun(run(handle.dsn, text, platform_dsn=handle.platform_dsn))
    done = tab.sessions.run(key, Target(handle.dsn, handle.platform_dsn), text)
    return StatementRun(done.result, done)


def _lost(work: Work, sandbox: AttemptSandbox, since: datetime, mishap: Mishap) -> None:
    mark_broken(work, sandbox, since, mishap)
    work.pause()


def _server_lost(done: StatementRun) -> bool:
    """Whether the run tells that its server is down.

    Not if only the session was ended, by pg_terminate_backend(): if it was the server, the watch will tell. Nor if it
    was the keeper of sessions that was lost.
    """
    result = done.result
    if result.outcome is not RunOutcome.INTERRUPTED or (done.session and done.session.keeper_lost):
        return False
    return result.error is None or result.error.sqlstate != _ADMIN_SHUTDOWN


def ready_sandbox(work: Work, attempt_id: UUID, challenge: Challenge) -> AttemptSandbox:
    """The candidate's server; one that sleeps is woken. Raises SandboxNotReady, or what is in its way exactly."""
    return _awake(
        work, attempt_id, challenge, sandboxes.of_attempt(work.session, attempt_id).get(challenge.id)
    )


def _awake(
    work: Work, attempt_id: UUID, challenge: Challenge, sandbox: AttemptSandbox | None
) -> AttemptSandbox:
    if sandbox is not None and sandbox.handle is not None and sandbox.status is SandboxStatus.SUSPENDED:
        note_presence(work, attempt_id, challenge.slug)
        work.pause()
    return require_ready(sandbox)


def require_ready(sandbox: AttemptSandbox | None) -> AttemptSandbox:
    """The server, if it answers. Raises SandboxNotReady, or what is in its way exactly."""
    if sandbox is None or sandbox.handle is None:
        raise SandboxNotReady()
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
