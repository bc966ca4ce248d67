"""The worker grades a submission."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessor.domain.answers import Submission
from assessor.domain.outcomes import GradingResult
from assessor.errors import PlatformFault
from assessor.kinds import could_not_grade, grade
from assessor.services.reference_cache import StoredReferences
from assessor.services.settle_attempt import settle_attempt
from assessor.services.stored_pack import hidden_pack, stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import answers, attempts, gradings
from sandbox.errors import SandboxError
from sandbox.provider import SandboxProvider

MAX_TRIES = 3
RETRY = timedelta(seconds=10)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Task:
    grading_id: UUID
    tries: int
    submission: Submission


def grade_submission(open_work: WorkFactory, labs: SandboxProvider, grading_id: UUID) -> None:
    """Give one grading its verdict; does nothing if it has one.

    No transaction is open while labs run. A fault of the platform is tried again; after MAX_TRIES the verdict is
    could-not-grade, which costs the candidate nothing and which staff see as "needs review".
    """
    with open_work() as work:
        task = _take(work, grading_id)
    if task is None:
        return
    try:
        pack = hidden_pack(open_work, labs, task.submission.challenge_id)
        result = grade(pack, task.submission.text, labs, StoredReferences(open_work), str(grading_id))
    except Exception as error:  # whatever failed, the queue goes on and nothing is scored as zero
        log.exception("grading %s failed on our side (try %d)", grading_id, task.tries)
        _fault(open_work, labs, task, error)
        return
    with open_work() as work:
        _finish(work, task, result)


def _take(work: Work, grading_id: UUID) -> _Task | None:
    pending = gradings.take(work.session, grading_id)
    if pending is None:
        return None
    submission = answers.get_submission(work.session, pending.submission_id)
    return _Task(grading_id, pending.tries, submission)


def _fault(open_work: WorkFactory, labs: SandboxProvider, task: _Task, error: Exception) -> None:
    expected = isinstance(error, (PlatformFault, SandboxError))
    reason = str(error) if expected else f"The grader failed: {type(error).__name__}"
    with open_work() as work:
        if task.tries >= MAX_TRIES:
            pack = stored_pack(work, task.submission.challenge_id)
            _finish(work, task, could_not_grade(pack, labs, f"Needs review. {reason}"))
            return
        work.defer(
            "grade",
            lock=f"grading:{task.grading_id}",
            at=work.now() + RETRY * task.tries,
            grading_id=str(task.grading_id),
        )


def _finish(work: Work, task: _Task, result: GradingResult) -> None:
    """The attempt is locked first, as everywhere, so that two gradings that end together settle it once."""
    attempt = attempts.lock(work.session, task.submission.attempt_id)
    if gradings.finish(work.session, task.grading_id, result, work.now()):
        settle_attempt(work, attempt)
