"""A pack proves itself: one rule per file, run over evidence that is gathered once.

Grading comes in as an argument: nothing here knows kinds.
"""

from assessor.packs.verify.evidence import Evidence, GradedSample
from assessor.packs.verify.report import Problem, Rule, VerifyReport
from assessor.packs.verify.run import DATA_RULES, RULES, Grade, verify

__all__ = [
    "DATA_RULES",
    "RULES",
    "Evidence",
    "Grade",
    "GradedSample",
    "Problem",
    "Rule",
    "VerifyReport",
    "verify",
]
