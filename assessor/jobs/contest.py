"""Contested attempts are graded again."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services import shadow_regrade as service


def shadow_regrade(context: JobContext, concern_id: str) -> None:
    """Grade again without a consequence."""
    service.shadow_regrade(context.open_work, context.labs, UUID(concern_id))


def apply_contest(context: JobContext, concern_id: str) -> None:
    """Write what grading again gives: somebody decided so."""
    service.apply_contest(context.open_work, context.labs, UUID(concern_id))
