"""Scorecards and lists of attempts as files."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import chain
from uuid import UUID

from flask import Response

from assessor.domain.people import User
from assessor.errors import NotFound
from assessor.services import export_attempts, view_audit, view_scorecard
from assessor.services.work import Work
from assessor.web.current import application, staff_user
from assessor.web.looks import looked
from assessor.web.reporting import FORMS, as_file
from assessor.web.staff import staff


@staff.get("/attempts/<uuid:attempt_id>/scorecard.<form>")
def scorecard_file(attempt_id: UUID, form: str) -> Response:
    """A scorecard as PDF, JSON or CSV."""
    if form not in FORMS:
        raise NotFound()
    with application().work(readonly=True) as work:
        card = view_scorecard.view_scorecard(work, staff_user(), attempt_id)
    answer = as_file(card, form)
    looked(f"take_scorecard_{form}", attempt_id=attempt_id)
    return answer


@staff.get("/assessments/<uuid:assessment_id>/attempts.csv")
def attempts_csv(assessment_id: UUID) -> Response:
    """Every attempt of an assessment; sent while it is read."""
    lines = _read(lambda work, user: export_attempts.export_attempts(work, user, assessment_id))
    head = next(lines)  # What is refused is refused before anything is sent.
    looked("take_attempts_csv", assessment_id=assessment_id)
    return _streamed(lines, "\ufeff" + head, "attempts.csv", "text/csv")


@staff.get("/audit.jsonl")
def audit_file() -> Response:
    """The whole audit log, with all that is needed to verify it elsewhere; sent while it is read."""
    looked("take_audit_log")
    lines = _read(view_audit.view_whole_audit)
    return _streamed(lines, next(lines, ""), "audit.jsonl", "application/jsonl")


def _read(source: Callable[[Work, User], Iterator[str]]) -> Generator[str, None, None]:
    """The lines that a service reads while its transaction is open."""
    wired, user = application(), staff_user()

    def lines() -> Generator[str, None, None]:
        with wired.work(readonly=True) as work:
            yield from source(work, user)

    return lines()


def _streamed(lines: Generator[str, None, None], head: str, name: str, mimetype: str) -> Response:
    answer = Response(chain([head], lines), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.call_on_close(lines.close)
    return answer
