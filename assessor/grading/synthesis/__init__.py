"""Making the hidden datasets of a challenge from its DDL, its invariants and the author's references.

PostgreSQL is the judge of what is valid and of what a query gives; this package only proposes. It runs the author's
texts in a database of its own and never a candidate's.
"""

from assessor.grading.synthesis.budget import Budget
from assessor.grading.synthesis.dataset import SynthesisedDataset
from assessor.grading.synthesis.synthesise import CannotSynthesise, synthesise

__all__ = ["Budget", "CannotSynthesise", "SynthesisedDataset", "synthesise"]
