"""Deciding about candidates: the pipeline, comparing, comments, decisions, shared scorecards."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.deciding import Stage
from assessor.services import comment as commenting
from assessor.services import decide as deciding
from assessor.services import share_scorecard as sharing
from assessor.web.current import application, staff_user
from assessor.web.looks import looked
from assessor.web.staff import staff
from assessor.web.staff.decidingforms import CommentForm, DecisionForm, ShareForm

SHOWN = (Stage.INVITED, Stage.RUNNING, Stage.GRADING, Stage.GRADED, Stage.SHORTLISTED, Stage.DECIDED)


@staff.get("/assessments/<uuid:assessment_id>/pipeline")
def pipeline(assessment_id: UUID) -> str:
    """Who stands where."""
    with application().work(readonly=True) as work:
        view = deciding.view_pipeline(work, staff_user(), assessment_id)
    return render_template("staff/pipeline.html", view=view, stages=SHOWN, ended=Stage.ENDED)


@staff.get("/compare")
def compare() -> str:
    """Two to four candidates side by side."""
    wanted: list[UUID] = []
    for text in request.args.getlist("attempt")[:20]:
        with suppress(ValueError):
            wanted.append(UUID(text))
    with application().work(readonly=True) as work:
        found = deciding.compare(work, staff_user(), wanted)
    if found:
        looked("compare_scorecards", attempt_ids=[card.attempt.id for card in found.cards])
    return render_template("staff/compare.html", found=found)


@staff.post("/attempts/<uuid:attempt_id>/evidence")
def open_evidence(attempt_id: UUID) -> Response:
    """The evidence was on the screen; who decides must have seen it."""
    with application().work() as work:
        deciding.open_evidence(work, staff_user(), attempt_id)
        commenting.see_mentions(work, staff_user(), attempt_id)
    return _back(attempt_id, "deciding")


@staff.post("/attempts/<uuid:attempt_id>/decisions")
def make_decision(attempt_id: UUID) -> Response:
    """Take a step."""
    form = DecisionForm()
    if not form.validate():
        return _complain(attempt_id, "deciding", form)
    with application().work() as work:
        deciding.decide(work, staff_user(), attempt_id, form.step.data, form.reason.data or "")
    flash("It is on record.", "good")
    return _back(attempt_id, "deciding")


@staff.post("/attempts/<uuid:attempt_id>/comments")
def comment(attempt_id: UUID) -> Response:
    """Say something."""
    form = CommentForm()
    if not form.validate():
        return _complain(attempt_id, "comments", form)
    with application().work() as work:
        commenting.comment(work, staff_user(), attempt_id, form.about.data or "", form.text.data)
    return _back(attempt_id, "comments")


@staff.post("/attempts/<uuid:attempt_id>/shares")
def share(attempt_id: UUID) -> Response | str:
    """Make a link. It is in this answer and nowhere else: only its digest is kept."""
    form = ShareForm()
    if not form.validate():
        return _complain(attempt_id, "sharing", form)
    with application().work() as work:
        token = sharing.share_scorecard(
            work, staff_user(), attempt_id, form.days.data, blind=bool(form.blind.data)
        )
    link = f"{application().settings.base_url.rstrip('/')}{url_for('shared.door', token=token)}"
    return render_template("staff/shared-link.html", link=link, attempt_id=attempt_id, blind=form.blind.data)


@staff.post("/attempts/<uuid:attempt_id>/shares/<uuid:share_id>/revoke")
def revoke_share(attempt_id: UUID, share_id: UUID) -> Response:
    """End a link."""
    with application().work() as work:
        sharing.revoke_share(work, staff_user(), attempt_id, share_id)
    return _back(attempt_id, "sharing")


def _back(attempt_id: UUID, place: str) -> Response:
    return redirect(url_for("staff.scorecard", attempt_id=attempt_id, _anchor=place), code=303)


def _complain(attempt_id: UUID, place: str, form: CommentForm | DecisionForm | ShareForm) -> Response:
    for errors in form.errors.values():
        flash(" ".join(str(each) for each in errors), "warn")
    return _back(attempt_id, place)
