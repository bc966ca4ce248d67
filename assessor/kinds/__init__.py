"""Kinds: how a challenge is answered and graded. One file per kind, joining packs and grading.

No storage, jobs or web here; concrete sandbox providers come in as arguments.
"""

from assessor.kinds.base import GRADER_VERSION, Kind, could_not_grade
from assessor.kinds.query_secrets import SECRETS
from assessor.kinds.query_synthesis import hidden_datasets
from assessor.kinds.registry import explain, grade, kind_of, verify_pack

__all__ = [
    "GRADER_VERSION",
    "SECRETS",
    "Kind",
    "could_not_grade",
    "explain",
    "grade",
    "hidden_datasets",
    "kind_of",
    "verify_pack",
]
