"""Staff write the texts of mails, and say when candidates are reminded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.mail import MAX_REMINDER_DAYS, MAX_REMINDERS, MailKind
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.errors import InvalidInput
from assessor.mail.template import DEFAULTS, Filled, Template, fill, require_valid
from assessor.mail.values import samples
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import mail_texts, organisations


@dataclass(frozen=True)
class MailText:
    """What an organisation sends now, and how it looks with made-up values."""

    template: Template
    own: bool
    """Whether the organisation wrote it."""
    preview: Filled


@needs(Right.INVITE)
def view_mail_text(work: Work, user: User, kind: MailKind) -> MailText:
    """The text of a kind."""
    found = mail_texts.newest(work.session, user.organisation_id, kind)
    template = Template(found[1], found[2]) if found else DEFAULTS[kind]
    return MailText(template, found is not None, preview_mail(work, user, template))


@needs(Right.INVITE)
def preview_mail(work: Work, user: User, template: Template) -> Filled:
    """How a text would look. Raises InvalidInput with every problem."""
    organisation = organisations.get(work.session, user.organisation_id)
    return fill(require_valid(template), samples(organisation.name, work.links.url(""), work.now()))


@needs(Right.INVITE)
def write_mail_text(work: Work, user: User, kind: MailKind, template: Template) -> None:
    """Use this text from now on; mails that are in the outbox keep theirs. Raises InvalidInput with every problem."""
    valid = require_valid(template)
    mail_texts.add(work.session, user.organisation_id, kind, valid.subject, valid.body, user.id, work.now())


@needs(Right.INVITE)
def set_reminders(work: Work, user: User, assessment_id: UUID, days: Collection[int]) -> None:
    """Remind who has not begun so many days before the link expires. Raises NotFound or InvalidInput."""
    find_assessment(work, user, assessment_id)
    if len(set(days)) > MAX_REMINDERS or not all(1 <= each <= MAX_REMINDER_DAYS for each in days):
        raise InvalidInput(
            f"At most {MAX_REMINDERS} reminders, each 1 to {MAX_REMINDER_DAYS} days before the link expires."
        )
    mail_texts.set_reminder_days(work.session, assessment_id, set(days))


def write_reminders(work: Work) -> int:
    """Put the reminders that are due now into the outbox; how many."""
    return mail_texts.write_reminders(work.session, work.now())
