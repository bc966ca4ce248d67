"""Scorecards and lists of attempts as files."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from uuid import UUID

from flask import Response

from assessor.domain.people import User
from assessor.errors import NotFound
from assessor.services import export_attempts, view_scorecard
from assessor.web.current import Application, application, staff_user
from assessor.web.reporting import FORMS, as_file
from assessor.web.staff import staff


@staff.get("/attempts/<uuid:attempt_id>/scorecard.<form>")
def scorecard_file(attempt_id: UUID, form: str) -> Response:
    """A scorecard as PDF, JSON or CSV."""
    if form not in FORMS:
        raise NotFound()
    with application().work(readonly=True) as work:
        card = view_scorecard.view_scorecard(work, staff_user(), attempt_id)
    return as_file(card, form)


@staff.get("/assessments/<uuid:assessment_id>/attempts.csv")
def attempts_csv(assessment_id: UUID) -> Response:
    """Every attempt of an assessment; sent while it is read."""
    lines = _lines(application(), staff_user(), assessment_id)
    head = next(lines)  # What is refused is refused before anything is sent.

    def sent() -> Iterator[str]:
        yield "\ufeff" + head
        yield from lines

    answer = Response(sent(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="attempts.csv"'
    answer.call_on_close(lines.close)
    return answer


def _lines(wired: Application, user: User, assessment_id: UUID) -> Generator[str, None, None]:
    with wired.work(readonly=True) as work:
        yield from export_attempts.export_attempts(work, user, assessment_id)
