"""Invitations for people who were checked before: one, or ten thousand, in a few statements."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from assessor.domain.events import EventKind
from assessor.domain.invitation import SEED_BYTES, Invitee, token_digest
from assessor.domain.mail import MailKind
from assessor.services.work import Work
from assessor.storage.queries import invitations, mail_texts, mails

FIRST = "invitation"
"""The occasion of an invitation's first mail."""


def new_invitee(work: Work, name: str, email: str, expires_at: datetime) -> Invitee:
    """Somebody with a fresh link."""
    invitation_id, seed = uuid4(), secrets.token_bytes(SEED_BYTES)
    digest = token_digest(work.links.token(invitation_id, seed))
    return Invitee(invitation_id, name, email, seed, digest, expires_at)


def invite_many(
    work: Work, organisation_id: UUID, assessment_id: UUID, by: UUID, by_name: str, people: Sequence[Invitee]
) -> tuple[UUID, ...]:
    """Candidates, invitations, attempts, events and mails, in this transaction; the attempts' ids in their order."""
    made = invitations.add_many(work.session, organisation_id, assessment_id, by, people)
    work.record_all(made, EventKind.INVITED, by=by_name)
    due = [(each.id, each.send_at) for each in people if each.send_at is not None and each.email]
    write_mails(work, organisation_id, MailKind.INVITATION, FIRST, due)
    return made


def write_mails(
    work: Work, organisation_id: UUID, kind: MailKind, occasion: str, due: Sequence[tuple[UUID, datetime]]
) -> None:
    """Put mails into the outbox, with the text that the organisation uses now."""
    text = mail_texts.newest(work.session, organisation_id, kind)
    mails.add(work.session, organisation_id, kind, occasion, text[0] if text else None, due)
