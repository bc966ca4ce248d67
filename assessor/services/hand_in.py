"""An attempt ends: what is still a draft is handed in, servers go, gradings decide."""

from __future__ import annotations

from dataclasses import replace

from assessor.domain.answers import Draft, SubmissionSource
from assessor.domain.assessment import Challenge
from assessor.domain.attempt import Attempt, AttemptState, require_move
from assessor.services.settle_attempt import settle_attempt
from assessor.services.submit_answer import add_submission
from assessor.services.work import Work
from assessor.storage.queries import answers, assessments, attempts


def hand_in_draft(
    work: Work, attempt: Attempt, challenge: Challenge, draft: Draft, source: SubmissionSource
) -> None:
    """Hand in a draft that says something."""
    if draft.text.strip():
        add_submission(
            work, attempt, challenge, draft.text, f"draft:{challenge.slug}:{draft.revision}", source
        )


def hand_in(work: Work, attempt: Attempt, source: SubmissionSource) -> Attempt:
    """End a running attempt that this transaction has locked.

    A challenge that was never submitted is handed in with its last saved draft; one that was submitted stays as the
    candidate submitted it. Raises WrongState.
    """
    require_move(attempt.state, AttemptState.SUBMITTED)
    drafts = answers.drafts(work.session, attempt.id)
    submitted = answers.last_submissions(work.session, attempt.id)
    for item in assessments.get(work.session, attempt.assessment_id).challenges:
        if item.challenge.id not in submitted:
            hand_in_draft(
                work, attempt, item.challenge, drafts.get(item.challenge.id, answers.NO_DRAFT), source
            )
    work.defer("stop_sandboxes", lock=f"stop:{attempt.id}", attempt_id=str(attempt.id))
    attempt = replace(attempt, state=AttemptState.SUBMITTED, submitted_at=work.now())
    attempts.save(work.session, attempt)
    return settle_attempt(work, attempt)
