"""E-mail addresses: what is one, and how it is written for a server."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from assessor.errors import InvalidInput

MAX_NAME = 200


def checked(address: str) -> ValidatedEmail:
    """The parts of an address. Asks no name server. Raises InvalidInput with what is wrong."""
    try:
        return validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidInput(f"{address.strip()[:100]!r} is no e-mail address: {error}") from error


def normal(address: str) -> str:
    """The address as we keep it: Unicode, the domain in lower case. Raises InvalidInput."""
    return checked(address).normalized


def ascii_address(address: str) -> str:
    """The address in plain ASCII. Raises InvalidInput also where its local part has other letters."""
    found = checked(address)
    if found.ascii_email is None:
        raise InvalidInput(f"{found.normalized!r} has letters beyond ASCII before the @.")
    return found.ascii_email


def for_server(address: str) -> tuple[str, bool]:
    """The address as an envelope has it, and whether the server must offer SMTPUTF8 for it. Raises InvalidInput."""
    found = checked(address)
    if found.ascii_email is None:
        return found.normalized, True
    return found.ascii_email, False


def require_name(name: str) -> str:
    """A person's name without blanks around it. Raises InvalidInput for control characters or too long a one."""
    name = name.strip()
    if len(name) > MAX_NAME:
        raise InvalidInput(f"A name has at most {MAX_NAME} characters.")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name):
        raise InvalidInput("A name has no line breaks or control characters.")
    return name
