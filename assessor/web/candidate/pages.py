"""From the link to the receipt, as pages."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from assessor.domain.attempt import AttemptState
from assessor.errors import ChallengeClosed, NotBegun, NotInTurn, OnBreak
from assessor.services import (
    begin_challenge,
    finish_attempt,
    give_consent,
    leave_challenge,
    resolve_invitation,
    retention,
    start_attempt,
    tab_sessions,
    take_break,
    tell_staff,
    view_attempt,
    view_challenge,
    view_record,
    voluntary,
)
from assessor.web.candidate.forms import AskForm, ConsentForm, ContestForm
from assessor.web.candidate.receipts import receipt_text
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
    return _render(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/consent")
def consent(attempt_id: UUID) -> Response | tuple[str, int]:
    """The candidate agrees to the conditions."""
    form = ConsentForm()
    if not form.validate():
        return _render(attempt_id, form=form), 400
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
def challenge(attempt_id: UUID, slug: str) -> Response | str:
    """The workbench of one challenge, or what is in the way of it."""
    try:
        with application().work(readonly=True) as work:
            view = view_challenge.view_challenge(work, attempt_id, slug)
    except NotBegun:
        return _render_begin(attempt_id, slug)
    except (OnBreak, ChallengeClosed, NotInTurn):
        return _to_attempt(attempt_id)
    asked = view.progress.challenge
    template = "challenge" if asked.has_server else asked.kind
    return render_template(f"candidate/{template}.html", view=view, data=workbench_data(view))


@candidate.post("/attempts/<uuid:attempt_id>/challenges/<slug>/begin")
def begin(attempt_id: UUID, slug: str) -> Response:
    """Start the clock of a challenge that has a time of its own."""
    with application().work() as work:
        begin_challenge.begin_challenge(work, attempt_id, slug)
    return redirect(url_for("candidate.challenge", attempt_id=attempt_id, slug=slug), code=303)


@candidate.post("/attempts/<uuid:attempt_id>/challenges/<slug>/leave")
def leave(attempt_id: UUID, slug: str) -> Response:
    """Close a challenge, where the way goes only forward."""
    with application().work() as work:
        leave_challenge.leave_challenge(work, attempt_id, slug)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/break")
def stop_clock(attempt_id: UUID) -> Response:
    """Take a break."""
    with application().work() as work:
        take_break.take_break(work, attempt_id)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/resume")
def resume(attempt_id: UUID) -> Response:
    """End the break."""
    with application().work() as work:
        take_break.resume(work, attempt_id)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/ask")
def ask(attempt_id: UUID) -> Response | tuple[str, int]:
    """Ask for an accommodation."""
    form = AskForm()
    if not form.validate():
        return _render(attempt_id, message=form), 400
    with application().work() as work:
        tell_staff.ask_for_accommodation(work, attempt_id, form.text.data)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/contest")
def contest(attempt_id: UUID) -> Response | tuple[str, int]:
    """Contest the result."""
    form = ContestForm()
    if not form.validate():
        return _render(attempt_id, message=form), 400
    with application().work() as work:
        tell_staff.contest(work, attempt_id, form.text.data)
    return _to_attempt(attempt_id)


@candidate.post("/attempts/<uuid:attempt_id>/voluntary")
def answer_freely(attempt_id: UUID) -> Response:
    """Keep what the candidate says of themselves, or take it back."""
    with application().work() as work:
        voluntary.answer(work, attempt_id, request.form)
    flash(gettext("This is kept as you left it now."), "good")
    return redirect(url_for("candidate.attempt", attempt_id=attempt_id, _anchor="voluntary"), code=303)


@candidate.get("/attempts/<uuid:attempt_id>/receipts/<receipt>.txt")
def receipt(attempt_id: UUID, receipt: str) -> Response:
    """One receipt with the text it names, as a file to keep."""
    with application().work(readonly=True) as work:
        view = view_attempt.view_attempt(work, attempt_id)
        found = view_record.find_received(work, attempt_id, receipt)
    return Response(
        receipt_text(view, found),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="receipt-{receipt}.txt"'},
    )


def _render_begin(attempt_id: UUID, slug: str) -> str:
    with application().work(readonly=True) as work:
        view = view_attempt.view_attempt(work, attempt_id)
    progress = next(each for each in view.challenges if each.challenge.slug == slug)
    return render_template("candidate/begin.html", view=view, progress=progress)


def _render(
    attempt_id: UUID, *, form: ConsentForm | None = None, message: AskForm | ContestForm | None = None
) -> str:
    with application().work(readonly=True) as work:
        view = view_attempt.view_attempt(work, attempt_id)
        record = view_record.view_record(work, attempt_id)
        invited = view.attempt.state is AttemptState.INVITED
        kept = retention.rule_of(work, view.organisation.id) if invited else None
        asked = voluntary.view_asked(work, attempt_id)
    template = _PAGES.get(view.attempt.state, "candidate/over.html")
    if view.on_break:
        template = "candidate/break.html"
    forms = {"form": form or ConsentForm(formdata=None), "message": message or AskForm(formdata=None)}
    return render_template(template, view=view, record=record, kept=kept, asked=asked, **forms)


def _to_attempt(attempt_id: UUID) -> Response:
    return redirect(url_for("candidate.attempt", attempt_id=attempt_id), code=303)
