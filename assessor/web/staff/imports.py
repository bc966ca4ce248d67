"""Inviting many people: read a list, look at it, confirm it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.imports import Verdict
from assessor.errors import InvalidInput
from assessor.services import import_invitations, view_assessment
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff
from assessor.web.staff.invite_forms import ImportForm


@staff.route("/assessments/<uuid:assessment_id>/import", methods=["GET", "POST"])
def new_import(assessment_id: UUID) -> Response | str | tuple[str, int]:
    """A file or pasted people; nobody is invited before the next page is confirmed."""
    form = ImportForm()
    with application().work(readonly=True) as work:
        assessment = view_assessment.find_assessment(work, staff_user(), assessment_id)
    if not form.is_submitted():
        return render_template("staff/new-import.html", form=form, assessment=assessment)
    if not form.validate():
        return render_template("staff/new-import.html", form=form, assessment=assessment), 400
    try:
        with application().work() as work:
            made = import_invitations.read_import(
                work,
                staff_user(),
                assessment_id,
                form.content,
                source=form.source,
                valid_days=form.valid_days.data,
                send=bool(form.send.data) and application().settings.sends_mail,
            )
    except InvalidInput as error:
        form.file.errors = [told(error)]
        return render_template("staff/new-import.html", form=form, assessment=assessment), 400
    return redirect(url_for("staff.show_import", import_id=made.id), code=303)


@staff.get("/imports/<uuid:import_id>")
def show_import(import_id: UUID) -> str:
    """What was read, and how far it is; the same page whenever somebody comes back."""
    verdict, page = None, 1
    with suppress(ValueError):
        verdict = Verdict(request.args.get("verdict", ""))
    with suppress(ValueError):
        page = min(max(1, int(request.args.get("page", "1"))), 1_000)
    with application().work(readonly=True) as work:
        view = import_invitations.view_import(work, staff_user(), import_id, verdict, page)
    return render_template("staff/import.html", view=view, verdict=verdict, page=page, verdicts=Verdict)


@staff.post("/imports/<uuid:import_id>/confirm")
def confirm_import(import_id: UUID) -> Response:
    """Invite everybody whose line is good."""
    with application().work() as work:
        import_invitations.confirm_import(work, staff_user(), import_id)
    return redirect(url_for("staff.show_import", import_id=import_id), code=303)


@staff.post("/imports/<uuid:import_id>/discard")
def discard_import(import_id: UUID) -> Response:
    """Forget the list."""
    with application().work() as work:
        gone = import_invitations.discard_import(work, staff_user(), import_id)
    flash("The list is forgotten. Nobody was invited.", "good")
    return redirect(url_for("staff.invitations", assessment_id=gone.assessment_id), code=303)
