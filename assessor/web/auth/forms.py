"""Forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField(_("E-mail"), [DataRequired(_("Enter your e-mail address.")), Length(max=320)])
    password = PasswordField(_("Password"), [DataRequired(_("Enter your password.")), Length(max=1000)])
