"""What a candidate sees of one challenge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.attempt import Attempt, AttemptState, challenge_seconds_left
from assessor.domain.sandboxes import SandboxStatus
from assessor.services.open_challenge import find_challenge, require_writable
from assessor.services.run_statement import handle_of, ready_sandbox
from assessor.services.view_attempt import ChallengeProgress, view_attempt
from assessor.services.work import Work
from assessor.storage.queries import answers, challenges
from sandbox.errors import SandboxError
from sandbox.schema import TableInfo, describe


@dataclass(frozen=True)
class RunRecord:
    """One line of the history of runs."""

    text: str
    started_at: datetime
    duration_ms: float
    outcome: str
    summary: str


@dataclass(frozen=True)
class ChangedFile:
    """A file of the change set that a review is about."""

    path: str
    about: str
    text: str


@dataclass(frozen=True)
class ChallengeView:
    """One challenge with all that its candidate may see.

    `runs` come newest first; `tables` is empty while the server is away; only reviews have `files`.
    """

    attempt: Attempt
    assessment: Assessment
    progress: ChallengeProgress
    tables: tuple[TableInfo, ...]
    runs: tuple[RunRecord, ...]
    siblings: tuple[ChallengeProgress, ...]
    now: datetime
    files: tuple[ChangedFile, ...] = ()

    @property
    def seconds_left(self) -> float:
        """Of this challenge: of its own time if that is shorter than the whole."""
        return challenge_seconds_left(self.attempt, self.progress.clock, self.now)

    @property
    def practice(self) -> bool:
        """Whether this is the practice challenge, which never counts."""
        return self.assessment.practice is not None and self.progress.position == 0


def view_challenge(work: Work, attempt_id: UUID, slug: str) -> ChallengeView:
    """The challenge. Raises NotFound, WrongState, OnBreak, ChallengeClosed, NotInTurn, NotBegun or DeadlinePassed."""
    view = view_attempt(work, attempt_id)
    challenge = find_challenge(view.assessment, slug)
    progress = next(item for item in view.everything if item.challenge.id == challenge.id)
    practised_later = progress is view.practice and view.attempt.state is AttemptState.RUNNING
    if not practised_later:
        require_writable(work, view.attempt, slug)
    return ChallengeView(
        attempt=view.attempt,
        assessment=view.assessment,
        progress=progress,
        tables=_tables(work, attempt_id, progress),
        runs=_runs(work, attempt_id, challenge.id),
        siblings=view.challenges,
        now=view.now,
        files=_files(work, challenge),
    )


def _files(work: Work, challenge: Challenge) -> tuple[ChangedFile, ...]:
    shown = cast("list[dict[str, str]]", challenge.spec.get("file", []))
    texts = challenges.texts(work.session, challenge.id, [each["path"] for each in shown])
    return tuple(ChangedFile(each["path"], each["about"], texts[each["path"]]) for each in shown)


def _tables(work: Work, attempt_id: UUID, progress: ChallengeProgress) -> tuple[TableInfo, ...]:
    """The schema as the candidate's own server tells it; a server that is away only leaves the panel empty."""
    if progress.sandbox is not SandboxStatus.READY:
        return ()
    try:
        handle = handle_of(ready_sandbox(work, attempt_id, progress.challenge))
        return describe(handle.dsn, handle.platform_dsn)
    except SandboxError:
        return ()


def _runs(work: Work, attempt_id: UUID, challenge_id: UUID) -> tuple[RunRecord, ...]:
    return tuple(
        RunRecord(row.text, row.started_at, row.duration_ms, row.outcome, row.summary)
        for row in answers.runs(work.session, attempt_id, challenge_id)
    )
