"""Forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField("E-mail", [DataRequired("Enter your e-mail address."), Length(max=320)])
    password = PasswordField("Password", [DataRequired("Enter your password."), Length(max=1000)])
