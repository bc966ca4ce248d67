"""Grade a submission."""

from __future__ import annotations

from uuid import UUID

from assessor.jobs.context import JobContext
from assessor.services.grade_submission import grade_submission


def grade(context: JobContext, grading_id: str) -> None:
    """Give the grading of that id its verdict."""
    grade_submission(context.open_work, context.labs, UUID(grading_id))
