"""Pages for recruiters, managers and reviewers."""

from flask import Blueprint

staff = Blueprint("staff", __name__, url_prefix="/staff")

from assessor.web.staff import assessments, attempts, concerns  # noqa: E402 - they register their routes on the blueprint

__all__ = ["assessments", "attempts", "concerns", "staff"]
