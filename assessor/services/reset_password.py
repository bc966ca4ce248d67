"""Somebody has forgotten their password: a link by e-mail, and not a word about who has an account."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

from assessor.domain.access import RESET_LASTS
from assessor.domain.invitation import TOKEN_BYTES, token_digest
from assessor.errors import InvalidInput, PlatformFault
from assessor.mail.message import letter
from assessor.mail.outcome import Ending
from assessor.mail.server import MailServer
from assessor.mail.smtp import Conversation
from assessor.mail.template import Template, fill
from assessor.services.count_tries import count_try
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import organisations, staff_access

MOST_MAILS = 3
"""For one address in an hour, from wherever they are asked for."""
MAILS_IN = timedelta(hours=1)

_TEXT = Template(
    "Set a new password for assessor",
    """Hello {name},

somebody, most likely you, asked for a new password of your account.

[Set a new password]({link})

The link works once, for an hour. If you asked for nothing, you need do nothing: your password stays as it is.

{link}
""",
)


def request_reset(work: Work, address: str, email: str) -> None:
    """Have a mail sent if there is an account; the same is done, and takes as long, if there is none.

    Raises TooManyTries for an address that asks too often. Who asks for one e-mail too often is told nothing.
    """
    count_try(work, address, f"reset:{email}")
    now, key = work.now(), hashlib.sha256(f"reset\n{email.strip().lower()}".encode()).digest()
    counted = staff_access.count_try(work.session, key, now, now - MAILS_IN, MOST_MAILS)
    if counted is not None:
        work.defer("send_reset", lock=f"reset:{key.hex()}", email=email.strip())


def send_reset(open_work: WorkFactory, server: MailServer, email: str) -> bool:
    """Make the link and send it, for the link is kept nowhere; whether there is such an account.

    Raises PlatformFault where the mail server does not take it now: it is tried again, with another link.
    """
    with open_work() as work:
        found = organisations.user_with_hash(work.session, email)
        if found is None:
            return False
        user, token, now = found[0], secrets.token_urlsafe(TOKEN_BYTES), work.now()
        staff_access.add_link(work.session, user.id, token_digest(token), now, now + RESET_LASTS)
        link = work.links.page(f"/password/{token}")
    filled = fill(_TEXT, {"name": user.name, "link": link})
    try:
        made = letter(server, uuid4(), user.name, user.email, filled, now)
    except InvalidInput:
        return False
    with closing(Conversation(server)) as conversation:
        outcome = conversation.hand_over(made, lambda: None)
    if outcome.ending in (Ending.UNSENT, Ending.DEFERRED):
        raise PlatformFault("The mail server takes no mail for a new password at the moment.")
    return True
