"""Forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from assessor.services.tell_staff import MAX_TEXT


class ConsentForm(FlaskForm):
    """The candidate agrees to the conditions that the invitation page states."""

    agree = BooleanField(
        _("I have read what is recorded and who sees it, and I agree."),
        [InputRequired(_("Please tick the box if you want to go on."))],
    )


class _Message(FlaskForm):
    """A few sentences to the people who invited the candidate."""

    text = TextAreaField(
        _("Your message"),
        [
            DataRequired(_("Write what it is about.")),
            Length(max=MAX_TEXT, message=_("At most %(most)s characters.", most=MAX_TEXT)),
        ],
    )


class AskForm(_Message):
    """What a candidate needs before the start."""


class ContestForm(_Message):
    """Why a candidate thinks that something is wrong."""
