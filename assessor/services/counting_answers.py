"""Which answers of an attempt count, by the rule of its assessment."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assessor.domain.answers import Submission, counting
from assessor.domain.assessment import Assessment
from assessor.domain.outcomes import GradingResult
from assessor.services.work import Work
from assessor.storage.queries import answers, gradings

Graded = tuple[Submission, GradingResult | None]


def counting_answers(work: Work, attempt_id: UUID, assessment: Assessment) -> Mapping[UUID, Graded]:
    """The submission that counts, with its newest grading (None while it waits), by challenge; practice left out."""
    found = answers.submissions(work.session, attempt_id)
    results = gradings.of_submissions(work.session, [submission.id for submission in found])
    chosen: dict[UUID, Graded] = {}
    for item in assessment.challenges:
        mine = [submission for submission in found if submission.challenge_id == item.challenge.id]
        best = counting(mine, results, assessment.rules.counts)
        if best is not None:
            chosen[item.challenge.id] = (best, results.get(best.id))
    return chosen
