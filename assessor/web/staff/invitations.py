"""The invitations of an assessment: who stands where, and what can be done about it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.domain.mail import InvitationStatus
from assessor.errors import InvalidInput
from assessor.services import change_invitations as changing
from assessor.services import list_invitations, mail_texts
from assessor.services.list_invitations import Wanted
from assessor.web.current import application, staff_user
from assessor.web.staff import staff
from assessor.web.staff.invite_forms import ChangeForm, RemindersForm


@staff.get("/assessments/<uuid:assessment_id>/invitations")
def invitations(assessment_id: UUID) -> str:
    """Everybody who was invited, with the furthest that is known."""
    return _render(assessment_id, ChangeForm(formdata=None), None)


@staff.post("/assessments/<uuid:assessment_id>/invitations")
def change_invitations(assessment_id: UUID) -> Response | tuple[str, int]:
    """Do the same with all that were chosen."""
    form = ChangeForm()
    if not form.validate():
        return _render(assessment_id, form, None), 400
    with application().work() as work:
        changed = changing.change_invitations(
            work,
            staff_user(),
            assessment_id,
            form.change.data,
            set(form.chosen.data or ()),
            days=form.days.data or 0,
            send=application().settings.sends_mail,
        )
    flash(
        f"Done for {changed.done} of {changed.done + len(changed.not_done)}.",
        "good" if changed.done else "warn",
    )
    for name, why in list(changed.not_done.items())[:5]:
        flash(f"{name}: {why}", "warn")
    return redirect(request.full_path.rstrip("?"), code=303)


@staff.post("/assessments/<uuid:assessment_id>/links")
def links(assessment_id: UUID) -> FlaskResponse:
    """The links of who has not begun, as CSV: for who sends them another way."""
    with application().work(readonly=True) as work:
        text = list_invitations.links_csv(work, staff_user(), assessment_id)
    headers = {"Content-Disposition": 'attachment; filename="links.csv"'}
    return FlaskResponse("\ufeff" + text, mimetype="text/csv", headers=headers)


@staff.post("/assessments/<uuid:assessment_id>/reminders")
def reminders(assessment_id: UUID) -> Response | tuple[str, int]:
    """Say when candidates are reminded."""
    form = RemindersForm()
    if not form.validate():
        return _render(assessment_id, ChangeForm(formdata=None), form), 400
    with application().work() as work:
        mail_texts.set_reminders(work, staff_user(), assessment_id, form.chosen)
    flash("The reminders are set.", "good")
    return redirect(url_for("staff.invitations", assessment_id=assessment_id), code=303)


def wanted() -> Wanted:
    """What the address asks for; what makes no sense is left out."""
    status, page = None, 1
    with suppress(ValueError):
        status = InvitationStatus(request.args.get("status", ""))
    with suppress(ValueError):
        page = min(max(1, int(request.args.get("page", "1"))), 1_000)
    text = request.args.get("q", "")[:100]
    if "\x00" in text:
        raise InvalidInput("There is no such text.")
    return Wanted(status, text, page)


def _render(assessment_id: UUID, change: ChangeForm, reminder: RemindersForm | None) -> str:
    asked = wanted()
    with application().work(readonly=True) as work:
        view = list_invitations.list_invitations(work, staff_user(), assessment_id, asked)
    if reminder is None:
        reminder = RemindersForm(formdata=None)
        reminder.days.data = ", ".join(str(each) for each in view.reminder_days)
    return render_template(
        "staff/invitations.html",
        view=view,
        wanted=asked,
        change=change,
        reminders=reminder,
        statuses=InvitationStatus,
    )
