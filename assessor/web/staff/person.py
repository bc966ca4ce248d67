"""What is held about one candidate: an overview, a file, holds, and erasing."""

from __future__ import annotations

import json
from uuid import UUID

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from assessor.domain.retention import MAX_REASON, Why
from assessor.services import erase_candidate as people
from assessor.web.current import application, staff_user
from assessor.web.looks import looked
from assessor.web.staff import staff

WHY = {
    Why.ASKED: "The candidate asked for it",
    Why.NOT_NEEDED: "It is needed no longer",
    Why.MISTAKE: "It was collected by mistake",
    Why.OTHER: "Something else",
}


class EraseForm(FlaskForm):
    """Erasing, confirmed by typing who it is."""

    typed = StringField(
        "Their name or e-mail", [DataRequired("Type it exactly as it is shown."), Length(max=400)]
    )
    why = SelectField("Why", coerce=Why, choices=[SelectChoice(each, label) for each, label in WHY.items()])


class HoldForm(FlaskForm):
    """A legal hold."""

    reason = StringField("Why", [DataRequired("Say why."), Length(max=MAX_REASON)])
    attempt = SelectField("What", default="", validate_choice=False)


@staff.get("/candidates/<uuid:candidate_id>")
def person(candidate_id: UUID) -> str:
    """What is held, and what can be done about it."""
    return _render(candidate_id)


@staff.get("/candidates/<uuid:candidate_id>/data.json")
def person_file(candidate_id: UUID) -> FlaskResponse:
    """All that is held, by table."""
    with application().work(readonly=True) as work:
        held = people.export_candidate(work, staff_user(), candidate_id)
    looked("take_candidate_data", candidate_id=candidate_id)
    body = json.dumps(held, ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": f'attachment; filename="candidate-{candidate_id}.json"'}
    return FlaskResponse(body, mimetype="application/json", headers=headers)


@staff.post("/candidates/<uuid:candidate_id>/erase")
def erase_person(candidate_id: UUID) -> Response | tuple[str, int]:
    """Erase everything but what names nobody."""
    form = EraseForm()
    if not form.validate():
        return _render(candidate_id, erasing=form), 400
    with application().work() as work:
        people.erase_candidate(work, staff_user(), candidate_id, form.typed.data, form.why.data)
    flash("Erased. What stays names nobody.", "good")
    return _to(candidate_id)


@staff.post("/candidates/<uuid:candidate_id>/holds")
def place_hold(candidate_id: UUID) -> Response | tuple[str, int]:
    """Keep it until further notice."""
    form = HoldForm()
    if not form.validate():
        return _render(candidate_id, holding=form), 400
    attempt_id = UUID(form.attempt.data) if form.attempt.data else None
    with application().work() as work:
        people.place_hold(work, staff_user(), candidate_id, attempt_id, form.reason.data)
    return _to(candidate_id)


@staff.post("/candidates/<uuid:candidate_id>/holds/<uuid:hold_id>/lift")
def lift_hold(candidate_id: UUID, hold_id: UUID) -> Response:
    """Keep it no longer than else."""
    with application().work() as work:
        people.lift_hold(work, staff_user(), candidate_id, hold_id)
    return _to(candidate_id)


def _render(candidate_id: UUID, erasing: EraseForm | None = None, holding: HoldForm | None = None) -> str:
    with application().work(readonly=True) as work:
        view = people.view_person(work, staff_user(), candidate_id)
    hold = holding or HoldForm(formdata=None)
    attempts = [SelectChoice(str(each.id), f"{title}, attempt {each.id}") for each, title in view.attempts]
    hold.attempt.choices = [SelectChoice("", "All that is held about them"), *attempts]
    return render_template(
        "staff/person.html", view=view, erasing=erasing or EraseForm(formdata=None), hold=hold
    )


def _to(candidate_id: UUID) -> Response:
    return redirect(url_for("staff.person", candidate_id=candidate_id), code=303)
