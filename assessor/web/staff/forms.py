"""Forms."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, ValidationError

from assessor.domain.assessment import Challenge


class InviteForm(FlaskForm):
    """One candidate for one assessment."""

    name = StringField("Name", [DataRequired("Enter the candidate's name."), Length(max=200)])
    email = EmailField(
        "E-mail", [DataRequired("Enter an e-mail address."), Email("This is no e-mail address.")]
    )
    valid_days = IntegerField(
        "Link valid for (days)",
        [InputRequired("Enter a number of days."), NumberRange(1, 90, "Between 1 and 90 days.")],
        default=14,
    )
    extra_time_percent = SelectField(
        "Extra time",
        coerce=int,
        choices=[SelectChoice(0, "None"), *(SelectChoice(n, f"{n} %") for n in (10, 25, 50, 75, 100))],
        default=0,
    )


class ChallengeChoice(Form):
    """One challenge that may become part of an assessment."""

    slug = HiddenField()
    include = BooleanField("Include")
    points = IntegerField(
        "Points", [InputRequired("Enter points."), NumberRange(1, 1000, "1 to 1000.")], default=10
    )
    position = IntegerField("Order", [InputRequired("Enter a place."), NumberRange(1, 99, "1 to 99.")])


class AssessmentForm(FlaskForm):
    """A new assessment: a draft until it is published."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=120)])
    intro = TextAreaField("Introduction for candidates", [Length(max=4000)])
    duration_minutes = IntegerField(
        "Time (minutes)",
        [InputRequired("Enter a number of minutes."), NumberRange(5, 480, "Between 5 and 480 minutes.")],
        default=60,
    )
    practice_slug = SelectField("Practice challenge")
    challenges = FieldList(FormField(ChallengeChoice))

    def offer(self, challenges: Sequence[Challenge]) -> None:
        """Fill in what can be chosen; a form that was sent keeps what it says about it."""
        practices = [SelectChoice(each.slug, each.title) for each in challenges if each.practice]
        self.practice_slug.choices = [*practices, SelectChoice("", "No practice")]
        if not self.is_submitted():
            for position, each in enumerate(scored(challenges), start=1):
                self.challenges.append_entry({"slug": each.slug, "points": 10, "position": position})

    @property
    def chosen(self) -> list[tuple[str, int]]:
        """Slugs with their points, in the order that was asked for."""
        rows = sorted(
            (row.form for row in self.challenges if row.form.include.data), key=lambda r: r.position.data
        )
        return [(row.slug.data, row.points.data) for row in rows]

    def validate_challenges(self, field: FieldList) -> None:
        """At least one."""
        if not any(row.form.include.data for row in field):
            raise ValidationError("Choose at least one challenge.")


def scored(challenges: Sequence[Challenge]) -> list[Challenge]:
    """Challenges that count, practice left out."""
    return [each for each in challenges if not each.practice]
