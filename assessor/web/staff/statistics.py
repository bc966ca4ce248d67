"""What all attempts tell of an assessment."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from assessor.domain.statistics import EXPOSED, LOW_DISCRIMINATION, MIN_CORRELATION, MIN_MEAN, NEWEST
from assessor.services import view_statistics
from assessor.web.current import application, staff_user
from assessor.web.staff import staff

LIMITS = {
    "newest": NEWEST,
    "mean": MIN_MEAN,
    "correlation": MIN_CORRELATION,
    "exposed": EXPOSED,
    "low": LOW_DISCRIMINATION,
}


@staff.get("/assessments/<uuid:assessment_id>/statistics")
def statistics(assessment_id: UUID) -> str:
    """Difficulty, discrimination, time, drop-off, exposure, reliability."""
    with application().work(readonly=True) as work:
        found = view_statistics.view_statistics(work, staff_user(), assessment_id)
    return render_template("staff/statistics.html", found=found, limits=LIMITS)
