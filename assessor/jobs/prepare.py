"""Bake the servers of a published assessment ahead of the first candidate."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services.prepare_assessment import prepare_assessment


def prepare(context: JobContext, assessment_id: str) -> None:
    """Prepare the templates of the assessment of that id."""
    prepare_assessment(context.open_work, context.provider, UUID(assessment_id))
