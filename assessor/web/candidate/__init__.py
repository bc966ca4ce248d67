"""The candidate's pages and the JSON that their workbench speaks."""

from assessor.web.candidate.pages import candidate
from assessor.web.candidate.workbench import workbench

__all__ = ["candidate", "workbench"]
