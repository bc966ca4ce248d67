"""Building an assessment: a draft, its changes, and the next version of what is published."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.profiles import PROFILES, Profile, covered
from assessor.packs.ready import ReadyAssessment
from assessor.services import (
    create_assessment,
    edit_assessment,
    list_challenges,
    preview_assessment,
    ready_assessments,
    role_profiles,
    view_assessment,
)
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.builderforms import AssessmentForm
from assessor.web.staff.library import LibraryFilter

Page = Response | str | tuple[str, int]


@staff.route("/assessments/new", methods=["GET", "POST"])
def new_assessment() -> Page:
    """A new draft, from nothing or from the ready one that the address names."""
    return _build(AssessmentForm.begun(_ready_named(request.args.get("ready"))), None)


def _ready_named(slug: str | None) -> ReadyAssessment | None:
    if slug is None:
        return None
    with application().work(readonly=True) as work:
        offered = ready_assessments.view_ready(work, staff_user())
    return next((each.ready for each in offered if each.ready.slug == slug), None)


@staff.get("/assessments/ready")
def ready() -> str:
    """What a draft may begin with."""
    with application().work(readonly=True) as work:
        offered = ready_assessments.view_ready(work, staff_user())
    return render_template("staff/ready.html", offered=offered, profiles=PROFILES)


@staff.route("/assessments/<uuid:assessment_id>/edit", methods=["GET", "POST"])
def edit(assessment_id: UUID) -> Page:
    """Change a draft."""
    with application().work(readonly=True) as work:
        draft = view_assessment.view_draft(work, staff_user(), assessment_id)
    return _build(AssessmentForm.of(draft), draft)


@staff.get("/assessments/<uuid:assessment_id>/preview")
def preview(assessment_id: UUID) -> str:
    """What candidates read."""
    with application().work(readonly=True) as work:
        found = preview_assessment.preview_assessment(work, staff_user(), assessment_id)
    return render_template("staff/preview.html", each=found)


@staff.post("/assessments/<uuid:assessment_id>/versions")
def begin_version(assessment_id: UUID) -> Response:
    """A draft of the next version; the one before goes on as it is."""
    with application().work() as work:
        made = edit_assessment.begin_version(work, staff_user(), assessment_id)
    return redirect(url_for("staff.edit", assessment_id=made.id), code=303)


def _build(form: AssessmentForm, draft: Assessment | None) -> Page:
    with application().work(readonly=True) as work:
        known = {each.slug: each for each in list_challenges.list_challenges(work)}
        profiles = role_profiles.view_profiles(work, staff_user())
    form.offer(tuple(known.values()), profiles)
    role = profiles.get(form.profile.data or "")
    if not form.is_submitted():
        return _render(form, draft, known, role)
    if "do" in request.form:
        action, _, slug = request.form["do"].partition(":")
        return _render(form, draft, known, role, form.do(action, slug, known))
    if not form.validate():
        return _render(form, draft, known, role), 400
    saved = _save(form, draft)
    flash("Saved as a draft.", "good")
    return redirect(url_for("staff.assessment", assessment_id=saved), code=303)


def _save(form: AssessmentForm, draft: Assessment | None) -> UUID:
    content = create_assessment.Draft(
        form.title.data,
        form.intro.data or "",
        form.duration_minutes.data,
        form.chosen,
        form.practice_slug.data or None,
        form.rules,
        form.limits,
        form.profile.data,
    )
    with application().work() as work:
        if draft is None:
            return create_assessment.create_assessment(work, staff_user(), content).id
        return edit_assessment.edit_assessment(work, staff_user(), draft.id, content).id


def _render(
    form: AssessmentForm,
    draft: Assessment | None,
    known: dict[str, Challenge],
    profile: Profile | None,
    said: str = "",
) -> str:
    wanted = LibraryFilter(request.form, prefix="find-")
    everything = tuple(known.values())
    wanted.offer(everything)
    rows = [row for row in form.in_order if row.slug.data in known]
    chosen = [(known[row.slug.data], row.points.data or 0) for row in rows]
    return render_template(
        "staff/builder.html",
        form=form,
        draft=draft,
        rows=list(zip(rows, (challenge for challenge, _ in chosen), strict=True)),
        wanted=wanted,
        library=wanted.found(everything, {row.slug.data for row in rows}),
        total=sum(not each.practice for each in everything),
        points=sum(points for _, points in chosen),
        minutes=sum(challenge.minutes for challenge, _ in chosen),
        profile=profile,
        coverage=covered(profile, chosen) if profile else (),
        said=said,
    )
