"""Forms for accounts."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectChoice, SelectMultipleField, StringField, widgets
from wtforms.validators import DataRequired, Email, Length

from assessor.domain.people import Role


class RolesField(SelectMultipleField):
    """Check boxes, one for each role."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class UserForm(FlaskForm):
    """Roles of an account, and whether it is open."""

    roles = RolesField(
        "Roles",
        [DataRequired("Choose at least one role.")],
        choices=[SelectChoice(role.value, role.value.capitalize()) for role in Role],
    )
    active = BooleanField("The account is open")


class NewUserForm(FlaskForm):
    """A new account."""

    name = StringField("Name", [DataRequired("Enter a name."), Length(max=200)])
    email = EmailField(
        "E-mail",
        [DataRequired("Enter an e-mail address."), Email("This is no e-mail address."), Length(max=320)],
    )
    roles = RolesField(
        "Roles",
        [DataRequired("Choose at least one role.")],
        choices=[SelectChoice(role.value, role.value.capitalize()) for role in Role],
    )
