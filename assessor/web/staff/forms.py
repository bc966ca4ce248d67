"""Forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from assessor.domain.invitation import MAX_BREAKS, MAX_EXTRA_TIME
from assessor.services.extend_time import MAX_MINUTES, MAX_REASON
from assessor.web.staff.invite_forms import SendingMixin, valid_days

USUAL_PERCENTS = (0, 25, 50, 75, 100)
OTHER = -1


def breaks() -> IntegerField:
    """Minutes of all breaks together; an empty field means none."""
    return IntegerField(
        "Breaks (minutes)",
        [Optional(), NumberRange(0, MAX_BREAKS, f"Between 0 and {MAX_BREAKS} minutes.")],
        default=0,
        filters=[lambda value: value or 0],
    )


class AccommodationForm(FlaskForm):
    """Extra time, by what is usual or exactly, and breaks in addition to the assessment's."""

    extra_time_percent = SelectField(
        "Extra time",
        coerce=int,
        choices=[
            SelectChoice(0, "None"),
            *(SelectChoice(n, f"{n} %") for n in USUAL_PERCENTS[1:]),
            SelectChoice(OTHER, "Other"),
        ],
        default=0,
    )
    other_percent = IntegerField(
        "Other percent", [Optional(), NumberRange(0, MAX_EXTRA_TIME, f"Between 0 and {MAX_EXTRA_TIME} %.")]
    )
    break_minutes = breaks()

    @classmethod
    def of(cls, percent: int, break_minutes: int) -> AccommodationForm:
        """The form as it stands for what is set now."""
        usual = percent in USUAL_PERCENTS
        form = cls(formdata=None)
        form.extra_time_percent.data = percent if usual else OTHER
        form.other_percent.data = None if usual else percent
        form.break_minutes.data = break_minutes
        return form

    @property
    def percent(self) -> int:
        """What was chosen."""
        chosen = int(self.extra_time_percent.data)
        return int(self.other_percent.data) if chosen == OTHER else chosen

    def validate_extra_time_percent(self, field: SelectField) -> None:
        """Other needs its number."""
        if field.data == OTHER and self.other_percent.data is None:
            raise ValidationError("Enter the other percent.")


class ExtensionForm(FlaskForm):
    """Minutes for a candidate whose clock runs."""

    minutes = IntegerField(
        "Minutes to add",
        [
            InputRequired("Enter minutes."),
            NumberRange(1, MAX_MINUTES, f"Between 1 and {MAX_MINUTES} minutes."),
        ],
        default=10,
    )
    reason = StringField(
        "Why", [DataRequired("Say why: it is kept with the attempt."), Length(max=MAX_REASON)]
    )


class InviteForm(SendingMixin, AccommodationForm):
    """One candidate for one assessment. Without a name and an address they are a number."""

    name = StringField("Name", [Length(max=200)])
    email = EmailField("E-mail", [Optional(), Email("This is no e-mail address.", allow_smtputf8=True)])
    valid_days = valid_days()
