"""Forms around a decision."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from assessor.domain.deciding import MAX_COMMENT, MAX_REASON, Step
from assessor.services.share_scorecard import MAX_DAYS


class DecisionForm(FlaskForm):
    """Which button was pressed is the step."""

    step = StringField("Step", filters=[lambda value: Step(value) if value in set(Step) else None])
    reason = TextAreaField("Reason", [Length(max=MAX_REASON, message=f"At most {MAX_REASON} characters.")])

    def validate_step(self, field: StringField) -> None:
        """One that there is."""
        if field.data is None:
            raise ValidationError("Choose what to decide.")


class CommentForm(FlaskForm):
    """A comment on the whole, or on one answer."""

    about = StringField("About")
    text = TextAreaField(
        "Comment",
        [
            DataRequired("Write a few words."),
            Length(max=MAX_COMMENT, message=f"At most {MAX_COMMENT} characters."),
        ],
    )


class ShareForm(FlaskForm):
    """A link to the scorecard."""

    days = IntegerField(
        "Works for (days)",
        [
            InputRequired("Enter a number of days."),
            NumberRange(1, MAX_DAYS, f"Between 1 and {MAX_DAYS} days."),
        ],
        default=14,
    )
    blind = BooleanField("Without name and e-mail", default=True)
