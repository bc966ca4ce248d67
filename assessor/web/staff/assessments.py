"""Assessments: list, look at, publish, invite to."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.services import (
    invite_candidate,
    list_assessments,
    publish_assessment,
    view_assessment,
    view_today,
)
from assessor.services.invite_candidate import NewInvitation
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.forms import InviteForm


@staff.get("/")
def assessments() -> str:
    """What waits today, and all assessments of the organisation."""
    with application().work(readonly=True) as work:
        summaries = list_assessments.list_assessments(work, staff_user())
        today = view_today.view_today(work, staff_user())
    return render_template("staff/assessments.html", summaries=summaries, today=today)


@staff.get("/assessments/<uuid:assessment_id>")
def assessment(assessment_id: UUID) -> str:
    """One assessment with its challenges and candidates."""
    return _render(assessment_id, InviteForm())


@staff.post("/assessments/<uuid:assessment_id>/publish")
def publish(assessment_id: UUID) -> Response:
    """From now on it never changes."""
    with application().work() as work:
        publish_assessment.publish_assessment(work, staff_user(), assessment_id)
    return _to_assessment(assessment_id)


@staff.post("/assessments/<uuid:assessment_id>/invite")
def invite(assessment_id: UUID) -> str | tuple[str, int]:
    """Make a link. It is in this answer and nowhere else: only its digest is kept."""
    form = InviteForm()
    if not form.validate():
        return _render(assessment_id, form), 400
    with application().work() as work:
        made = invite_candidate.invite_candidate(
            work,
            staff_user(),
            assessment_id,
            form.name.data or "",
            form.email.data or "",
            form.valid_days.data,
            form.percent,
            form.break_minutes.data,
            send=application().settings.sends_mail and form.send.data and bool(form.email.data),
            send_at=form.later,
        )
    return _render(assessment_id, InviteForm(formdata=None), made)


def _render(assessment_id: UUID, form: InviteForm, made: NewInvitation | None = None) -> str:
    with application().work(readonly=True) as work:
        view = view_assessment.view_assessment(work, staff_user(), assessment_id)
    link = f"{application().settings.base_url.rstrip('/')}/i/{made.token}" if made else None
    page = {"view": view, "form": form, "link": link, "made": made}
    return render_template("staff/assessment.html", **page)


def _to_assessment(assessment_id: UUID) -> Response:
    return redirect(url_for("staff.assessment", assessment_id=assessment_id), code=303)
