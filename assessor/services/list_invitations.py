"""Staff look at the invitations of an assessment."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.assessment import Assessment
from assessor.domain.imports import Import
from assessor.domain.mail import InvitationStatus
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.guard import needs
from assessor.services.view_assessment import find_assessment
from assessor.services.work import Work
from assessor.storage.queries import imports, invitation_list, invitations, mail_texts
from assessor.storage.queries.invitation_list import Invited

PAGE = 100


@dataclass(frozen=True)
class Wanted:
    """Which lines: of one status, with a text in them, and the number of the page from 1."""

    status: InvitationStatus | None = None
    text: str = ""
    page: int = 1


@dataclass(frozen=True)
class InvitationsView:
    """One page of invitations, and what stands around it."""

    assessment: Assessment
    rows: tuple[Invited, ...]
    more: bool
    """Whether there is a next page."""
    counts: Mapping[InvitationStatus, int]
    """Of all invitations of the assessment."""
    imports: tuple[Import, ...]
    reminder_days: tuple[int, ...]


@needs(Right.SEE_CANDIDATES)
def list_invitations(work: Work, user: User, assessment_id: UUID, wanted: Wanted) -> InvitationsView:
    """The invitations of an assessment. Raises NotFound."""
    assessment = find_assessment(work, user, assessment_id)
    session, now = work.session, work.now()
    rows = invitation_list.page(
        session,
        assessment_id,
        now,
        status=wanted.status,
        text=wanted.text.strip(),
        limit=PAGE + 1,
        offset=PAGE * (wanted.page - 1),
    )
    return InvitationsView(
        assessment,
        rows[:PAGE],
        len(rows) > PAGE,
        invitation_list.counts(session, assessment_id, now),
        imports.of_assessment(session, assessment_id),
        mail_texts.reminder_days(session, assessment_id),
    )


@needs(Right.INVITE)
def links_csv(work: Work, user: User, assessment_id: UUID) -> str:
    """A CSV of everybody who has not begun, with their links, for who sends them another way. Raises NotFound.

    A cell that a spreadsheet would take for a formula gets an apostrophe.
    """
    find_assessment(work, user, assessment_id)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "email", "external id", "link", "valid until"])
    for each in invitations.open_links(work.session, assessment_id, work.now()):
        token = work.links.find(each.invitation_id, each.seed, each.digest)
        link = work.links.url(token) if token else ""
        cells = (each.name, each.email, each.external_id, link, each.expires_at.isoformat(timespec="minutes"))
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
