"""A scorecard as JSON: what the page says, for programs. docs/scorecard.md names the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assessor.domain.outcomes import CheckOutcome, GradingResult
from assessor.domain.precision import Precision
from assessor.reports.scorecard import CompetencyScore, GroupScore, Scorecard, ScorecardChallenge

VERSION = 1
"""Grows when a field changes its meaning or goes; new ones may come at any time."""


def scorecard_json(card: Scorecard) -> Mapping[str, Any]:
    """The scorecard without its record of events; of a blind one (see reports.blind) without a person."""
    attempt = card.attempt
    return {
        "version": VERSION,
        "attempt": {
            "id": None if card.blind else str(attempt.id),
            "state": attempt.state.value,
            "started_at": _moment(attempt.started_at),
            "submitted_at": _moment(attempt.submitted_at),
            "graded_at": _moment(attempt.graded_at),
        },
        "candidate": None if card.blind else {"name": card.candidate.name, "email": card.candidate.email},
        "assessment": {"id": str(card.assessment.id), "title": card.assessment.title},
        "score": card.score,
        "precision": _precision(card.precision),
        "place": asdict(card.place) if card.place else None,
        "groups": [_scored(each) for each in card.groups],
        "competencies": [_scored(each) for each in card.competencies],
        "challenges": [_challenge(item, blind=card.blind) for item in card.challenges],
    }


def _scored(each: GroupScore | CompetencyScore) -> dict[str, Any]:
    return {
        "code": each.code,
        "title": each.title,
        "earned": each.earned,
        "possible": each.possible,
        "precision": _precision(each.precision),
    }


def _precision(known: Precision | None) -> dict[str, Any] | None:
    return {**asdict(known), "little_evidence": known.little} if known else None


def _challenge(item: ScorecardChallenge, *, blind: bool) -> dict[str, Any]:
    answer = item.submission
    return {
        "slug": item.challenge.slug,
        "version": item.challenge.hash,
        "title": item.challenge.title,
        "points": item.points,
        "status": item.status,
        "score": item.grading.score if item.grading and item.status == "graded" else None,
        "answer": answer
        and {
            "text": answer.text,
            "sha256": None if blind else answer.text_sha256,
            "receipt": None if blind else answer.receipt,
            "source": answer.source.value,
            "submitted_at": answer.submitted_at.isoformat(),
        },
        "runs": item.runs,
        "checks": [_check(outcome) for outcome in item.grading.outcomes] if item.grading else [],
        "provenance": _provenance(item.grading),
    }


def _check(outcome: CheckOutcome) -> dict[str, Any]:
    evidence = {
        key: value
        for key, value in outcome.evidence.items()
        if key not in ("plan", "reference_plan", "plans")
    }
    return {
        "check": outcome.check,
        "title": outcome.title,
        "competencies": list(outcome.competencies),
        "outcome": outcome.verdict.value,
        "points": outcome.points,
        "max_points": outcome.max_points,
        "message": outcome.message,
        "evidence": evidence,
    }


def _provenance(grading: GradingResult | None) -> dict[str, Any] | None:
    return {**asdict(grading.provenance), "seconds": grading.seconds} if grading else None


def _moment(at: Any) -> str | None:
    return at.isoformat() if at else None
