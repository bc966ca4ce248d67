"""Bringing a lab into trouble, running a runbook there, and telling what became of everybody.

No packs, kinds, storage or web here.
"""

from assessor.grading.incident.drill import Drill, Drilled, Step
from assessor.grading.incident.lab import Answer, Found, IncidentLab

__all__ = ["Answer", "Drill", "Drilled", "Found", "IncidentLab", "Step"]
