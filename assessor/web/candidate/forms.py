"""Forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired


class ConsentForm(FlaskForm):
    """The candidate agrees to the conditions that the invitation page states."""

    agree = BooleanField(
        "I have read what is recorded and who sees it, and I agree.",
        [InputRequired("Please tick the box if you want to go on.")],
    )
