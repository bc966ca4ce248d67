"""Assessments: list, make, look at, publish, invite to."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.domain.people import User
from assessor.services import (
    create_assessment,
    invite_candidate,
    list_assessments,
    list_challenges,
    publish_assessment,
    view_assessment,
)
from assessor.services.invite_candidate import NewInvitation
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.forms import AssessmentForm, InviteForm


@staff.get("/")
def assessments() -> str:
    """All assessments of the organisation."""
    with application().work(readonly=True) as work:
        summaries = list_assessments.list_assessments(work, staff_user())
    return render_template("staff/assessments.html", summaries=summaries)


@staff.route("/assessments/new", methods=["GET", "POST"])
def new_assessment() -> Response | str | tuple[str, int]:
    """The form for a draft."""
    form = AssessmentForm()
    with application().work(readonly=True) as work:
        challenges = list_challenges.list_challenges(work)
    form.offer(challenges)
    page = {"form": form, "challenges": {each.slug: each for each in challenges}}
    if not form.is_submitted():
        return render_template("staff/new-assessment.html", **page)
    if not form.validate():
        return render_template("staff/new-assessment.html", **page), 400
    return _to_assessment(_create(staff_user(), form))


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


def _create(user: User, form: AssessmentForm) -> UUID:
    with application().work() as work:
        made = create_assessment.create_assessment(
            work,
            user,
            form.title.data.strip(),
            (form.intro.data or "").strip(),
            form.duration_minutes.data,
            form.chosen,
            form.practice_slug.data or None,
            form.rules,
            form.limits,
        )
    return made.id


def _render(assessment_id: UUID, form: InviteForm, made: NewInvitation | None = None) -> str:
    with application().work(readonly=True) as work:
        view = view_assessment.view_assessment(work, staff_user(), assessment_id)
    link = f"{application().settings.base_url.rstrip('/')}/i/{made.token}" if made else None
    return render_template("staff/assessment.html", view=view, form=form, link=link, made=made)


def _to_assessment(assessment_id: UUID) -> Response:
    return redirect(url_for("staff.assessment", assessment_id=assessment_id), code=303)
