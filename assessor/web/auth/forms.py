"""Forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from assessor.domain.access import MAX_PASSWORD, MIN_PASSWORD


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField(_("E-mail"), [DataRequired(_("Enter your e-mail address.")), Length(max=320)])
    password = PasswordField(_("Password"), [DataRequired(_("Enter your password.")), Length(max=1000)])


class ForgotForm(FlaskForm):
    """Whose password was forgotten."""

    email = EmailField(_("E-mail"), [DataRequired(_("Enter your e-mail address.")), Length(max=320)])


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        [
            DataRequired("Enter a password."),
            Length(MIN_PASSWORD, MAX_PASSWORD, f"At least {MIN_PASSWORD} characters."),
        ],
    )
    again = PasswordField("Once more", [EqualTo("password", "This is not the same.")])


class ChangePasswordForm(NewPasswordForm):
    """A new password, confirmed with the old one."""

    old = PasswordField("Password so far", [DataRequired("Enter your password."), Length(max=MAX_PASSWORD)])


class CodeForm(FlaskForm):
    """A code of the authenticator, or one for recovery."""

    code = StringField(_("Code"), [DataRequired(_("Enter a code.")), Length(max=100)])


class ProofForm(CodeForm):
    """A code, and the password."""

    password = PasswordField("Password", [DataRequired("Enter your password."), Length(max=MAX_PASSWORD)])
