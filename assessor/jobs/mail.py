"""Invitations and their mails."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services import import_invitations, mail_texts, reset_password
from assessor.services.send_mails import send_mails


def run_import(context: JobContext, import_id: str) -> None:
    """Invite the people of the confirmed import of that id."""
    import_invitations.run_import(context.open_work, UUID(import_id))


def send(context: JobContext) -> None:
    """Send what is due, for some seconds."""
    if context.post is not None:
        send_mails(context.open_work, context.post)


def send_reset(context: JobContext, email: str) -> None:
    """Send the link to set a new password, if there is an account of that e-mail."""
    if context.post is not None:
        reset_password.send_reset(context.open_work, context.post.server, email)


def remind(context: JobContext) -> None:
    """Write the reminders that are due."""
    if context.post is not None:
        with context.open_work() as work:
            mail_texts.write_reminders(work)
