"""The JSON that the workbench speaks: run, save, hand in, ask for the state. docs/workbench.md tells its shapes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from assessor.services import (
    live_workload,
    open_invitation,
    practice_result,
    preview_design,
    record_signals,
    reset_sandbox,
    run_statement,
    save_draft,
    submit_answer,
    tab_sessions,
    view_attempt,
    view_schema,
    wake_sandboxes,
)
from assessor.web import markdown
from assessor.web.candidate.payloads import payload, session_id
from assessor.web.candidate.states import (
    draft_json,
    live_json,
    practice_json,
    run_json,
    schema_json,
    sessions_json,
    status_json,
    submission_json,
)
from assessor.web.current import application

workbench = Blueprint("workbench", __name__, url_prefix="/attempts/<uuid:attempt_id>")


@workbench.get("/status")
def status(attempt_id: UUID) -> Response:
    """State, readiness and the time that is left."""
    with application().work(readonly=True) as work:
        view = view_attempt.view_attempt(work, attempt_id)
    return jsonify(status_json(view))


@workbench.post("/opened")
def opened(attempt_id: UUID) -> Response:
    """A browser shows the invitation: servers may be needed soon."""
    with application().work() as work:
        open_invitation.open_invitation(work, attempt_id)
    return jsonify({})


@workbench.post("/present")
def present(attempt_id: UUID) -> Response:
    """Somebody is at the page: what they need stays awake, or wakes up. Answers as status does."""
    slug = payload().slug
    with application().work() as work:
        wake_sandboxes.note_presence(work, attempt_id, slug)
        view = view_attempt.view_attempt(work, attempt_id)
    return jsonify(status_json(view))


@workbench.post("/signals")
def signals(attempt_id: UUID) -> Response:
    """Pastes and absences, as the invitation says that they are recorded."""
    sent = payload()
    with application().work() as work:
        record_signals.record_signals(work, attempt_id, sent.slug, sent.signals)
    return jsonify({})


@workbench.post("/challenges/<slug>/reset")
def reset(attempt_id: UUID, slug: str) -> Response:
    """Start over with fresh data; the text stays."""
    with application().work() as work:
        ready = reset_sandbox.reset_sandbox(work, attempt_id, slug)
    with application().work(readonly=True) as work:
        tab_sessions.end_for_reset(work, application().sessions, attempt_id, slug)
    return jsonify({"ready": ready})


@workbench.post("/challenges/<slug>/run")
def run(attempt_id: UUID, slug: str) -> Response:
    """Run SQL in the candidate's own server, or ask for its plan; in the session of a tab, if one is named."""
    sent = payload()
    tab = run_statement.Tab(application().sessions, sent.session) if sent.session else None
    with application().work() as work:
        done = run_statement.run_statement(work, attempt_id, slug, sent.text, tab, sent.mode)
    return jsonify(run_json(done))


@workbench.get("/challenges/<slug>/sessions")
def sessions(attempt_id: UUID, slug: str) -> Response:
    """The sessions of this challenge's tabs, and those that ended without a word."""
    with application().work(readonly=True) as work:
        known = tab_sessions.known_sessions(work, application().sessions, attempt_id, slug)
    return jsonify(sessions_json(known))


@workbench.post("/challenges/<slug>/sessions/<session>/cancel")
def cancel(attempt_id: UUID, slug: str, session: str) -> Response:
    """Stop what runs in a tab."""
    tab = session_id(session)
    with application().work(readonly=True) as work:
        cancelled = tab_sessions.cancel_run(work, application().sessions, attempt_id, slug, tab)
    return jsonify({"cancelled": cancelled})


@workbench.post("/challenges/<slug>/sessions/<session>/reset")
@workbench.delete("/challenges/<slug>/sessions/<session>")
def end_session(attempt_id: UUID, slug: str, session: str) -> Response:
    """End a tab's session: the next run begins a new one."""
    tab = session_id(session)
    with application().work(readonly=True) as work:
        ended = tab_sessions.end_session(work, application().sessions, attempt_id, slug, tab)
    return jsonify({"ended": ended})


@workbench.get("/challenges/<slug>/schema")
def schema(attempt_id: UUID, slug: str) -> Response:
    """Tables, views, functions and sample rows as they are now."""
    with application().work(readonly=True) as work:
        found = view_schema.view_schema(work, attempt_id, slug)
    return jsonify(schema_json(found))


@workbench.get("/challenges/<slug>/live")
def live(attempt_id: UUID, slug: str) -> Response:
    """How the live workload of an incident fares now."""
    with application().work(readonly=True) as work:
        parts = live_workload.live_workload(work, application().sessions, attempt_id, slug)
    return jsonify(live_json(parts))


@workbench.put("/challenges/<slug>/draft")
def draft(attempt_id: UUID, slug: str) -> Response:
    """Keep what is in the editor; 409 with the other text where somebody saved in between."""
    sent = payload()
    with application().work() as work:
        saved = save_draft.save_draft(work, attempt_id, slug, sent.text, sent.revision)
    return jsonify(draft_json(saved))


@workbench.post("/challenges/<slug>/preview")
def preview(attempt_id: UUID, slug: str) -> Response:
    """How the text of a design answer will look; changes nothing."""
    text = payload().text
    with application().work(readonly=True) as work:
        preview_design.require_preview(work, attempt_id, slug, text)
    return jsonify({"html": markdown.render_design(text)})


@workbench.post("/challenges/<slug>/submit")
def submit(attempt_id: UUID, slug: str) -> Response:
    """Hand in; the same key gives the same receipt again."""
    sent = payload()
    with application().work() as work:
        submission = submit_answer.submit_answer(work, attempt_id, slug, sent.text, sent.key)
    return jsonify(submission_json(submission))


@workbench.get("/challenges/<slug>/result")
def result(attempt_id: UUID, slug: str) -> Response:
    """How the practice answer was graded."""
    with application().work(readonly=True) as work:
        found = practice_result.practice_result(work, attempt_id, slug)
    return jsonify(practice_json(found))
