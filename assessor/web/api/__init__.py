"""For programs: JSON under /api/v1, with tokens and without cookies. Each route is one `operation`."""

from assessor.web.api.blueprint import api
from assessor.web.api.greenhouse import greenhouse

from assessor.web.api import assessments, attempts, docs, invitations  # isort: skip  # they register routes on it

__all__ = ["api", "assessments", "attempts", "docs", "greenhouse", "invitations"]
