"""Attempts: all of them, one with its scorecard, and taking an invitation back."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessor.services import (
    assessment_titles,
    comment,
    extend_time,
    list_attempts,
    revoke_invitation,
    view_around,
    view_replay,
    view_scorecard,
)
from assessor.web.current import application, staff_user
from assessor.web.looks import looked
from assessor.web.staff import staff
from assessor.web.staff.attemptfilter import AttemptFilter, place, written
from assessor.web.staff.forms import AccommodationForm, ExtensionForm


@staff.get("/attempts")
def attempts() -> str:
    """The organisation's attempts, a page at a time; narrowed by what the address says."""
    chosen = AttemptFilter(request.args or None)
    with application().work(readonly=True) as work:
        chosen.offer(assessment_titles.assessment_titles(work, staff_user()))
        wanted = chosen.wanted if chosen.validate() else list_attempts.EVERYTHING
        page = list_attempts.list_attempts(work, staff_user(), wanted, place(request.args.get("after", "")))
        mentions = comment.list_mentions(work, staff_user())
    asked = {name: value for name, value in request.args.items() if name in chosen}
    return render_template(
        "staff/attempts.html",
        rows=page.rows,
        mentions=mentions,
        chosen=chosen,
        first=_address(asked),
        following=_address({**asked, "after": written(page.after)}) if page.after else "",
    )


def _address(asked: dict[str, str]) -> str:
    return f"{url_for('staff.attempts')}?{urlencode(asked)}"


@staff.get("/attempts/<uuid:attempt_id>")
def scorecard(attempt_id: UUID) -> str:
    """What a candidate showed, down to the statement, the plan and the check."""
    page = _render(attempt_id, ExtensionForm())
    looked("open_scorecard", attempt_id=attempt_id)
    return page


@staff.get("/attempts/<uuid:attempt_id>/replay")
def replay(attempt_id: UUID) -> str:
    """How the answers came about."""
    with application().work(readonly=True) as work:
        found = view_replay.view_replay(work, staff_user(), attempt_id)
    looked("open_replay", attempt_id=attempt_id)
    return render_template("staff/replay.html", replay=found)


@staff.post("/attempts/<uuid:attempt_id>/extend")
def extend(attempt_id: UUID) -> Response | tuple[str, int]:
    """Add minutes while the clock runs."""
    form = ExtensionForm()
    if not form.validate():
        return _render(attempt_id, form), 400
    with application().work() as work:
        extend_time.extend_time(work, staff_user(), attempt_id, form.minutes.data, form.reason.data)
    return _to_attempt(attempt_id)


@staff.post("/attempts/<uuid:attempt_id>/accommodate")
def accommodate(attempt_id: UUID) -> Response | tuple[str, int]:
    """Set extra time and breaks before the clock runs."""
    form = AccommodationForm()
    if not form.validate():
        return _render(attempt_id, ExtensionForm(formdata=None), form), 400
    with application().work() as work:
        extend_time.accommodate(work, staff_user(), attempt_id, form.percent, form.break_minutes.data)
    return _to_attempt(attempt_id)


@staff.post("/attempts/<uuid:attempt_id>/revoke")
def revoke(attempt_id: UUID) -> Response:
    """Withdraw the invitation."""
    with application().work() as work:
        revoke_invitation.revoke_invitation(work, staff_user(), attempt_id)
    return _to_attempt(attempt_id)


def _render(attempt_id: UUID, extension: ExtensionForm, given: AccommodationForm | None = None) -> str:
    with application().work(readonly=True) as work:
        card = view_scorecard.view_scorecard(work, staff_user(), attempt_id)
        around = view_around.view_around(work, staff_user(), attempt_id)
    known = AccommodationForm.of(card.invitation.extra_time_percent, card.invitation.break_minutes)
    forms = {"extension": extension, "accommodation": given or known}
    return render_template("staff/scorecard.html", card=card, around=around, shared=False, **forms)


def _to_attempt(attempt_id: UUID) -> Response:
    return redirect(url_for("staff.scorecard", attempt_id=attempt_id), code=303)
