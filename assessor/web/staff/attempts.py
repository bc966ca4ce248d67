"""Attempts: all of them, one with its scorecard, and taking an invitation back."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.services import list_attempts, revoke_invitation, view_scorecard
from assessor.web.current import application, staff_user
from assessor.web.staff import staff


@staff.get("/attempts")
def attempts() -> str:
    """Every attempt of the organisation."""
    with application().work(readonly=True) as work:
        rows = list_attempts.list_attempts(work, staff_user())
    return render_template("staff/attempts.html", rows=rows)


@staff.get("/attempts/<uuid:attempt_id>")
def scorecard(attempt_id: UUID) -> str:
    """What a candidate showed, down to the statement, the plan and the check."""
    with application().work(readonly=True) as work:
        card = view_scorecard.view_scorecard(work, staff_user(), attempt_id)
    return render_template("staff/scorecard.html", card=card)


@staff.post("/attempts/<uuid:attempt_id>/revoke")
def revoke(attempt_id: UUID) -> Response:
    """Withdraw the invitation."""
    with application().work() as work:
        revoke_invitation.revoke_invitation(work, staff_user(), attempt_id)
    return redirect(url_for("staff.scorecard", attempt_id=attempt_id), code=303)
