"""Domain objects as the JSON that the workbench's script reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import url_for

from assessor.broker import Kept
from assessor.broker.messages import result_to_json
from assessor.domain.answers import Draft, Submission
from assessor.domain.outcomes import CheckOutcome
from assessor.services.live_workload import Part
from assessor.services.practice_result import PracticeResult
from assessor.services.run_statement import StatementRun
from assessor.services.view_attempt import AttemptView
from assessor.services.view_challenge import ChallengeView
from assessor.web.mishaps import words
from assessor.web.sentences import translated
from sandbox.schema import Schema


def status_json(view: AttemptView) -> dict[str, Any]:
    """State and clock of an attempt."""
    return {
        "state": view.attempt.state,
        "sandboxes_ready": view.sandboxes_ready,
        "sandboxes_failed": view.sandboxes_failed,
        "queue": asdict(view.queue) if view.queue else None,
        "servers": {item.challenge.slug: item.sandbox for item in view.everything},
        "news": {news.slug: {"at": news.at.isoformat(), "text": words(news)} for news in view.news},
        "seconds_left": view.seconds_left,
        "challenges_left": {
            item.challenge.slug: view.challenge_seconds(item) for item in view.challenges if item.clock
        },
        "on_break": view.on_break,
        "break_left": view.break_left,
        "credited": view.attempt.credited_seconds,
        "extended": view.attempt.extended_seconds,
        "server_time": view.now.isoformat(),
    }


def run_json(done: StatementRun) -> dict[str, Any]:
    """One run, with the plan if one was asked for, and how the tab's session stands after it."""
    told: dict[str, Any] = {} if done.plan is None else {"plan": done.plan}
    session = done.session
    if session is not None:
        ended = translated(session.ended) if session.ended else None
        told["session"] = {"state": session.state, "fresh": session.fresh, "ended": ended}
    result = result_to_json(done.result)
    result["message"] = translated(result["message"])
    result["notices"] = [translated(notice) for notice in result["notices"]]
    if result["error"]:
        result["error"] = {**result["error"], "message": translated(result["error"]["message"])}
    return {**result, **told}


def sessions_json(known: Sequence[Kept]) -> dict[str, Any]:
    """The sessions of a challenge's tabs."""
    return {
        "sessions": [
            {
                "id": kept.tab,
                "state": kept.state,
                "ended": translated(kept.ended) if kept.ended else None,
                "idle_seconds": round(kept.idle_seconds),
            }
            for kept in known
        ]
    }


def live_json(parts: Sequence[Part]) -> dict[str, Any]:
    """The parts of a live workload."""
    return {"parts": [vars(part) for part in parts]}


def schema_json(schema: Schema) -> dict[str, Any]:
    """What is in the candidate's database; dataclasses all the way down."""
    return asdict(schema)


def draft_json(draft: Draft) -> dict[str, Any]:
    """What the autosave needs to know; not the text, which the writer has."""
    return {"revision": draft.revision, "saved_at": _iso(draft.saved_at)}


def submission_json(submission: Submission) -> dict[str, Any]:
    """The receipt."""
    return {
        "receipt": submission.receipt,
        "submitted_at": _iso(submission.submitted_at),
        "sha256": submission.text_sha256,
        "url": url_for("candidate.receipt", attempt_id=submission.attempt_id, receipt=submission.receipt),
    }


def practice_json(result: PracticeResult) -> dict[str, Any]:
    """The grading of the practice answer, without its evidence."""
    return {
        "status": result.status,
        "score": result.score,
        "outcomes": [_outcome_json(outcome) for outcome in result.outcomes],
    }


def workbench_data(view: ChallengeView) -> dict[str, Any]:
    """All that the script of the challenge page needs at its start."""
    attempt, progress = view.attempt, view.progress
    base = url_for("candidate.challenge", attempt_id=attempt.id, slug=progress.challenge.slug)
    home = url_for("candidate.attempt", attempt_id=attempt.id)
    return {
        "attempt": str(attempt.id),
        "slug": progress.challenge.slug,
        "state": attempt.state,
        "urls": {
            **{
                name: f"{base}/{name}"
                for name in (
                    "run",
                    "draft",
                    "submit",
                    "result",
                    "reset",
                    "schema",
                    "sessions",
                    "preview",
                    "live",
                )
            },
            **{name: f"{home}{name}" for name in ("status", "present", "signals")},
            "home": home,
        },
        "runbook": progress.challenge.kind == "operations",
        "practice": view.practice,
        "seconds_left": view.seconds_left,
        "server_time": view.now.isoformat(),
        "draft": {"text": progress.draft.text, **draft_json(progress.draft)},
        "submission": submission_json(progress.submission) if progress.submission else None,
        "tables": [{"name": t.name, "columns": [[c.name, c.type] for c in t.columns]} for t in view.tables],
    }


def _outcome_json(outcome: CheckOutcome) -> dict[str, Any]:
    return {
        "title": outcome.title,
        "verdict": outcome.verdict,
        "points": outcome.points,
        "max_points": outcome.max_points,
        "message": outcome.message,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
