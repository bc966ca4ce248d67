"""A candidate's page reports pastes and absences while the clock runs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from assessor.domain.attempt import AttemptState
from assessor.domain.signals import Signal, as_event, require_signals
from assessor.services.open_challenge import find_challenge, is_practice
from assessor.services.work import Work
from assessor.storage.queries import assessments, attempts


def record_signals(work: Work, attempt_id: UUID, slug: str, signals: Sequence[Signal]) -> None:
    """Record them; in practice, on a break and after the end nothing is recorded. Raises NotFound or InvalidInput."""
    require_signals(signals)
    attempt = attempts.get(work.session, attempt_id)
    assessment = assessments.get(work.session, attempt.assessment_id)
    challenge = find_challenge(assessment, slug)
    now = work.now()
    running = attempt.state is AttemptState.RUNNING and not attempt.on_break(now)
    if not running or attempt.started_at is None or is_practice(assessment, challenge):
        return
    for signal in signals:
        event = as_event(signal, slug, now, attempt.started_at)
        attempts.record(work.session, attempt_id, event.kind, event.at, **event.data)
