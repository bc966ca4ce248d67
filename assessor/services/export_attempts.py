"""Staff take all attempts of an assessment home as one table."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.reports.tables import line
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import exports

HEAD = ("attempt", "name", "email", "external id", "state", "started at", "submitted at", "score")


@needs(Right.SEE_CANDIDATES)
def export_attempts(work: Work, user: User, assessment_id: UUID) -> Iterator[str]:
    """The lines of a CSV, its head first, with a column for each challenge's score; oldest attempt first.

    Read as it goes, so `work` must stay open until the last line. Raises NotFound at once.
    """
    assessment = find_assessment(work, user, assessment_id)
    columns = [(str(item.challenge.id), item.challenge.slug) for item in assessment.challenges]
    rows = exports.attempts(work.session, user.organisation_id, assessment_id, assessment.rules.counts)

    def lines() -> Iterator[str]:
        yield line((*HEAD, *(slug for _, slug in columns)))
        for row in rows:
            times = (
                each and each.isoformat(timespec="seconds") for each in (row.started_at, row.submitted_at)
            )
            scores = (row.scores.get(challenge_id) for challenge_id, _ in columns)
            yield line((row.id, row.name, row.email, row.external_id, row.state, *times, row.score, *scores))

    return lines()
