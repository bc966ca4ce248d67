"""Administrators read the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from assessor.domain.audit import Entry, Search
from assessor.domain.people import User
from assessor.domain.rights import Right
from assessor.services.audit_log import verify
from assessor.services.guard import needs
from assessor.services.work import Work
from assessor.storage.queries import audit, organisations

PAGE = 50


@dataclass(frozen=True)
class AuditPage:
    """Some entries, the newest first, with the names of the actors who still have an account."""

    entries: tuple[Entry, ...]
    before: int | None
    """The number before which the next page begins; None: this is the last."""
    names: Mapping[UUID, str]
    acts: tuple[str, ...]
    """All that there are."""
    checked: tuple[int, str | None] | None
    """How many entries there are and the first that is not as it was written, if it was asked for."""


@needs(Right.READ_AUDIT)
def view_audit(
    work: Work, user: User, wanted: Search, before: int | None = None, *, check: bool = False
) -> AuditPage:
    """A page of the log."""
    session, organisation_id = work.session, user.organisation_id
    found = audit.page(session, organisation_id, wanted, before, PAGE + 1)
    return AuditPage(
        entries=found[:PAGE],
        before=found[PAGE - 1].number if len(found) > PAGE else None,
        names={each.id: each.name for each in organisations.users_of(session, organisation_id)},
        acts=audit.acts(session, organisation_id),
        checked=verify(work, organisation_id) if check else None,
    )


@needs(Right.READ_AUDIT)
def view_whole_audit(work: Work, user: User) -> Iterator[str]:
    """Every entry in order as a line of JSON, as `assessor audit export` prints it; read as it goes."""
    return (json.dumps(each.to_json()) + "\n" for each in audit.entries(work.session, user.organisation_id))
