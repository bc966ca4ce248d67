"""Forms that answer what candidates send; which button was pressed is the decision."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from assessor.domain.concern import MAX_TEXT, ConcernKind, Decision
from assessor.web.staff.forms import AccommodationForm

LOOKS = ("change", "stands")


def _words(label: str) -> TextAreaField:
    said = [
        DataRequired("Write a few words."),
        Length(max=MAX_TEXT, message=f"At most {MAX_TEXT} characters."),
    ]
    return TextAreaField(label, said)


class ConcernFilter(FlaskForm):
    """What a list shows."""

    class Meta:
        """It is sent as an address, and changes nothing."""

        csrf = False

    kind = SelectField(
        "What",
        choices=[
            SelectChoice("", "Everything"),
            SelectChoice(ConcernKind.REQUEST, "Requests"),
            SelectChoice(ConcernKind.CONTEST, "Contests"),
        ],
    )
    state = SelectField(
        "State",
        choices=[
            SelectChoice("open", "Waiting"),
            SelectChoice("answered", "Answered"),
            SelectChoice("", "All"),
        ],
    )


class AnswerForm(AccommodationForm):
    """An answer to a request, with what is granted."""

    text = _words("Answer, as the candidate reads it")
    decision = StringField(validators=[AnyOf([Decision.GRANTED, Decision.DECLINED], "Grant or decline it.")])


class LookForm(FlaskForm):
    """What a second person says of a contest."""

    text = _words("What you found")
    decision = StringField(validators=[AnyOf(LOOKS, "Say whether the result should change.")])


class DecideForm(FlaskForm):
    """The decision about a contest."""

    text = _words("Reason, as the candidate reads it")
    decision = StringField(
        validators=[AnyOf([Decision.CHANGED, Decision.STANDS], "Decide one or the other.")]
    )
