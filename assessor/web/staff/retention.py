"""How long what is held about candidates is kept."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from assessor.domain.retention import MAX_MONTHS, Ending, Retention
from assessor.services import retention as keeping
from assessor.web.current import application, staff_user
from assessor.web.staff import staff


def _months(label: str) -> IntegerField:
    return IntegerField(
        label, [Optional(), NumberRange(1, MAX_MONTHS, f"Between 1 and {MAX_MONTHS} months.")]
    )


class RetentionForm(FlaskForm):
    """The rule; an empty field is for ever."""

    finished = _months("Finished attempts (months)")
    unstarted = _months("Invitations that nobody followed (months)")
    recordings = _months("Drafts, runs and events (months)")
    ending = SelectField(
        "Finished attempts are then",
        coerce=Ending,
        choices=[
            SelectChoice(Ending.ERASED, "Erased; the score stays"),
            SelectChoice(Ending.ANONYMOUS, "Anonymous; all points stay"),
        ],
    )

    @property
    def wanted(self) -> Retention:
        """What was chosen."""
        return Retention(**{name: field.data for name, field in self._fields.items() if name != "csrf_token"})


@staff.get("/retention")
def retention() -> str:
    """The rule, and what it does next."""
    return _render(None)


@staff.post("/retention")
def set_retention() -> Response | str | tuple[str, int]:
    """Change the rule, or only look at what it would do."""
    form = RetentionForm()
    if not form.validate():
        return _render(None, form), 400
    if "preview" in request.form:
        return _render(form.wanted, form)
    with application().work() as work:
        keeping.set_retention(work, staff_user(), **vars(form.wanted))
    flash("The rule is set.", "good")
    return redirect(url_for("staff.retention"), code=303)


def _render(wanted: Retention | None, form: RetentionForm | None = None) -> str:
    with application().work(readonly=True) as work:
        view = keeping.view_retention(work, staff_user(), wanted)
    form = form or RetentionForm(formdata=None, data=vars(view.rule))
    return render_template("staff/retention.html", view=view, form=form, preview=wanted is not None)
