"""From the link to the receipt, as pages."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assessor.domain.attempt import AttemptState
from assessor.services import (
    finish_attempt,
    give_consent,
    resolve_invitation,
    start_attempt,
    tab_sessions,
    view_attempt,
    view_challenge,
)
from assessor.web.candidate.forms import ConsentForm
from assessor.web.candidate.states import workbench_data
from assessor.web.current import application, remember_attempt
from assessor.web.errors import wants_json

candidate = Blueprint("candidate", __name__)

_PAGES: dict[AttemptState, str] = {
    AttemptState.INVITED: "candidate/invite.html",
    AttemptState.READY: "candidate/ready.html",
    AttemptState.RUNNING: "candidate/overview.html",
}


@candidate.get("/i/<token>")
def open_invitation(token: str) -> Response:
    """Remember the attempt in the session and go to it: no address keeps the token. Consumes nothing."""
    with application().work(readonly=True) as work:
        attempt = resolve_invitation.resolve_invitation(work, token)
    remember_attempt(attempt.id)
    return _to_attempt(attempt.id)


@candidate.get("/attempts/<uuid:attempt_id>/")
def attempt(attempt_id: UUID) -> str:
    """Invitation, preparation, overview or receipts: the page that fits the state."""
    return _render(attempt_id, ConsentForm())


@candidate.post("/attempts/<uuid:attempt_id>/consent")
def consent(attempt_id: UUID) -> Response | tuple[str, int]:
    """The candidate agrees to the conditions."""
    form = ConsentForm()
    if not form.validate():
        return _render(attempt_id, form), 400
    with application().work() as work:
        give_consent.give_consent(work, attempt_id)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/start")
def start(attempt_id: UUID) -> Response:
    """Start the clock."""
    with application().work() as work:
        started = start_attempt.start_attempt(work, attempt_id)
    if wants_json():
        return jsonify(state=started.state)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/finish")
def finish(attempt_id: UUID) -> Response:
    """Hand everything in and stop."""
    with application().work() as work:
        finish_attempt.finish_attempt(work, attempt_id)
    tab_sessions.end_sessions(application().sessions, attempt_id)
    return _to_attempt(attempt_id)


@candidate.get("/attempts/<uuid:attempt_id>/challenges/<slug>")
def challenge(attempt_id: UUID, slug: str) -> str:
    """The workbench of one challenge."""
    with application().work(readonly=True) as work:
        view = view_challenge.view_challenge(work, attempt_id, slug)
    return render_template("candidate/challenge.html", view=view, data=workbench_data(view))


def _render(attempt_id: UUID, form: ConsentForm) -> str:
    with application().work(readonly=True) as work:
        view = view_attempt.view_attempt(work, attempt_id)
    template = _PAGES.get(view.attempt.state, "candidate/over.html")
    return render_template(template, view=view, form=form)


def _to_attempt(attempt_id: UUID) -> Response:
    return redirect(url_for("candidate.attempt", attempt_id=attempt_id), code=303)
