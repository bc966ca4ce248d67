"""The JSON that the workbench speaks: run, save, hand in, ask for the state."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from assessor.services import (
    open_invitation,
    practice_result,
    reset_sandbox,
    run_statement,
    save_draft,
    submit_answer,
    view_attempt,
    wake_sandboxes,
)
from assessor.web.candidate.payloads import payload
from assessor.web.candidate.states import draft_json, practice_json, run_json, status_json, submission_json
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


@workbench.post("/challenges/<slug>/reset")
def reset(attempt_id: UUID, slug: str) -> Response:
    """Start over with fresh data; the text stays."""
    with application().work() as work:
        ready = reset_sandbox.reset_sandbox(work, attempt_id, slug)
    return jsonify({"ready": ready})


@workbench.post("/challenges/<slug>/run")
def run(attempt_id: UUID, slug: str) -> Response:
    """Run SQL in the candidate's own server."""
    text = payload().text
    with application().work() as work:
        result = run_statement.run_statement(work, attempt_id, slug, text)
    return jsonify(run_json(result))


@workbench.put("/challenges/<slug>/draft")
def draft(attempt_id: UUID, slug: str) -> Response:
    """Keep what is in the editor; 409 with the other text where somebody saved in between."""
    sent = payload()
    with application().work() as work:
        saved = save_draft.save_draft(work, attempt_id, slug, sent.text, sent.revision)
    return jsonify(draft_json(saved))


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
