"""A message as it goes over the wire."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from uuid import UUID

from assessor.mail.address import for_server
from assessor.mail.letter import Letter
from assessor.mail.server import MailServer, header_address
from assessor.mail.template import Filled

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.5; max-width: 36em; margin: 2em auto">
{}
</body></html>
"""


def letter(server: MailServer, mail_id: UUID, name: str, email: str, filled: Filled, at: datetime) -> Letter:
    """A letter of both parts, plain and HTML. Raises InvalidInput for an address that is none."""
    recipient, needs_utf8 = for_server(email)
    message = EmailMessage(policy=SMTPUTF8 if needs_utf8 else SMTP)
    message["From"] = header_address(server.sender)
    local, _, domain = recipient.rpartition("@")
    message["To"] = Address(name, username=local, domain=domain)
    if server.reply_to:
        message["Reply-To"] = header_address(server.reply_to)
    message["Subject"] = filled.subject
    message["Date"] = at
    message["Message-ID"] = f"<{mail_id}@{server.domain}>"
    # Out-of-office replies would only annoy.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(filled.text, cte="quoted-printable")
    message.add_alternative(_PAGE.format(filled.html), subtype="html", cte="quoted-printable")
    return Letter(mail_id, server.sender_address, recipient, message.as_bytes(), needs_utf8)
