"""Who opens a candidate's evidence leaves an entry in the audit log, also where the request only reads.

In a transaction of its own, after what is shown was read and before it is sent: what cannot be recorded is not shown
(docs/adr/0015-looking-is-recorded.md).
"""

from __future__ import annotations

from assessor.domain.people import User
from assessor.services import audit_log
from assessor.web.current import application, staff_user


def looked(act: str, *, by: User | None = None, **thing: object) -> None:
    """Record that the member of staff who is signed in, or whoever `by` is, has a thing before them."""
    user = by or staff_user()
    with application().work() as work:
        audit_log.note_look(work, user.organisation_id, user.id, act, **thing)
