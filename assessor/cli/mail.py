"""`assessor mail`: try the mail server."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import click

from assessor.config import load_settings
from assessor.errors import ConfigurationError, PlatformFault
from assessor.mail.message import letter
from assessor.mail.outcome import Ending
from assessor.mail.smtp import Conversation
from assessor.mail.template import Template, fill
from assessor.mail.values import samples

_TEXT = Template(
    "A test from assessor",
    "This mail shows that assessor can send mails with the settings it has now.\n\n"
    "A link in an invitation would look like this, but open something:\n\n{link}",
)


@click.group("mail")
def mail_group() -> None:
    """The mail server that invitations go through."""


@mail_group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send one mail to ADDRESS, and explain what stands in the way if it cannot be sent."""
    settings = load_settings(os.environ)
    server = settings.mail_server()
    if server is None:
        raise ConfigurationError(
            ["ASSESSOR_SMTP_HOST is not set, so no mail is sent. See docs/configuration.md."]
        )
    now = datetime.now(UTC)
    filled = fill(_TEXT, samples("assessor", f"{settings.base_url}/i/", now))
    made = letter(server, uuid4(), "", address, filled, now)
    with closing(Conversation(server)) as conversation:
        outcome = conversation.hand_over(made, lambda: None)
    if outcome.ending is not Ending.ACCEPTED:
        raise PlatformFault(f"The mail was not taken. {outcome.words}")
    click.echo(f"{server.host} has taken the mail for {address}: {outcome.words}")
