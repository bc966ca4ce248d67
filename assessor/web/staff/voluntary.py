"""What candidates are asked of their own will, and how groups of those who answered fared."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from assessor.domain.statistics import FOUR_FIFTHS, MIN_MEAN, SIGNIFICANT
from assessor.errors import InvalidInput
from assessor.services import voluntary as service
from assessor.web.current import application, staff_user
from assessor.web.sentences import told
from assessor.web.staff import staff


class QuestionForm(FlaskForm):
    """One more question."""

    title = StringField("Question", [DataRequired("Write the question.")])
    options = TextAreaField("Answers, one in each line", [DataRequired("Give the answers.")])


@staff.get("/voluntary")
def voluntary() -> str:
    """The questions."""
    return _render(QuestionForm(formdata=None))


@staff.post("/voluntary")
def add_question() -> Response | tuple[str, int]:
    """Ask one more."""
    form = QuestionForm()
    try:
        if form.validate():
            with application().work() as work:
                service.add_question(work, staff_user(), form.title.data, form.options.data.splitlines())
            flash("Candidates are asked this from now on, once their sitting is over.", "good")
            return redirect(url_for("staff.voluntary"), code=303)
    except InvalidInput as error:
        form.options.errors = [told(error)]
    return _render(form), 400


@staff.post("/voluntary/<uuid:question_id>/remove")
def remove_question(question_id: UUID) -> Response:
    """Ask it no more."""
    with application().work() as work:
        service.remove_question(work, staff_user(), question_id)
    flash("The question is removed, with all answers to it.", "good")
    return redirect(url_for("staff.voluntary"), code=303)


@staff.get("/assessments/<uuid:assessment_id>/impact")
def impact(assessment_id: UUID) -> str:
    """Who was selected, by group."""
    with application().work(readonly=True) as work:
        view = service.view_impact(work, staff_user(), assessment_id)
    limits = {"fifths": FOUR_FIFTHS, "significant": SIGNIFICANT, "least": MIN_MEAN}
    return render_template("staff/impact.html", view=view, limits=limits)


def _render(form: QuestionForm) -> str:
    with application().work(readonly=True) as work:
        questions = service.view_questions(work, staff_user())
    return render_template("staff/voluntary.html", questions=questions, form=form)
