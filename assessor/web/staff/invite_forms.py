"""Forms around invitations."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from assessor.mail.template import MAX_BODY, MAX_SUBJECT, Template
from assessor.services.change_invitations import MAX_DAYS, Change


def valid_days() -> IntegerField:
    """How long a link works."""
    return IntegerField(
        "Link valid for (days)",
        [InputRequired("Enter a number of days."), NumberRange(1, 90, "Between 1 and 90 days.")],
        default=14,
    )


class SendingMixin:
    """Whether and when a mail is sent; templates leave it out where no mail server is set."""

    send = BooleanField("Send the invitation by e-mail", default=True)
    send_at = DateTimeLocalField("Not before (UTC)", [Optional()])

    @property
    def later(self) -> datetime | None:
        """The chosen time."""
        chosen: datetime | None = self.send_at.data
        return chosen.replace(tzinfo=UTC) if chosen else None


class ImportForm(FlaskForm):
    """Many people: a file, or pasted lines."""

    file = FileField("CSV file")
    pasted = TextAreaField("Or paste people here")
    valid_days = valid_days()
    send = BooleanField("Send the invitations by e-mail", default=True)

    def validate_pasted(self, field: TextAreaField) -> None:
        """One of the two."""
        if not self.file.data and not (field.data or "").strip():
            raise ValidationError("Choose a file, or paste people.")

    @property
    def content(self) -> bytes | str:
        """What was given: the bytes of the file, or the text. Reads the file once."""
        if not self.file.data:
            return str(self.pasted.data)
        with closing(self.file.data) as file:
            read: bytes = file.read()
        return read

    @property
    def source(self) -> str:
        """Where it is from."""
        return str(self.file.data.filename or "file") if self.file.data else "pasted"


def _uuid(value: object) -> UUID:
    """Of a field's text, or of what it was read as before."""
    return UUID(str(value))


class ChangeForm(FlaskForm):
    """What is to be done with the chosen invitations."""

    change = SelectField(
        "With the chosen",
        coerce=Change,
        choices=[
            SelectChoice(Change.RESEND, "Send the invitation again"),
            SelectChoice(Change.REMIND, "Send a reminder"),
            SelectChoice(Change.ARRIVED, "Note that the mail has arrived"),
            SelectChoice(Change.POSTPONE, "Let the link work longer"),
            SelectChoice(Change.RELINK, "Make another link"),
            SelectChoice(Change.REVOKE, "Withdraw"),
        ],
    )
    days = IntegerField("Days longer", [Optional(), NumberRange(1, MAX_DAYS, f"1 to {MAX_DAYS}.")], default=7)
    chosen = SelectMultipleField("Chosen", coerce=_uuid, validate_choice=False)


class RemindersForm(FlaskForm):
    """When candidates who have not begun are reminded."""

    days = StringField("Days before the link expires", [Length(max=60)])

    def validate_days(self, field: StringField) -> None:
        """Numbers with commas."""
        if not re.fullmatch(r"\s*(\d{1,3}\s*(,\s*\d{1,3}\s*)*)?", field.data or ""):
            raise ValidationError("Numbers with commas, such as 7, 1.")

    @property
    def chosen(self) -> list[int]:
        """The numbers."""
        return [int(each) for each in re.findall(r"\d+", self.days.data or "")]


class MailTextForm(FlaskForm):
    """The text of a mail; what it must say is checked by the service."""

    subject = StringField("Subject", [Length(max=MAX_SUBJECT * 2)])
    body = TextAreaField("Text", [Length(max=MAX_BODY * 2)])

    @property
    def template(self) -> Template:
        """As it was written."""
        return Template(self.subject.data or "", self.body.data or "")
