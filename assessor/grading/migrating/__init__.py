"""Rehearsing a change set while an application works: which locks it takes, who waits, and what is left of a cut.

No verdict depends on time: what is looked at is who waits for whom, and what was read and changed meanwhile. No packs,
kinds, storage or web here.
"""

from assessor.grading.migrating.apply import STEPS
from assessor.grading.migrating.back import Back
from assessor.grading.migrating.calm import Calm
from assessor.grading.migrating.cut import Cut
from assessor.grading.migrating.held import Held
from assessor.grading.migrating.plan import Bounds, Call, Plan
from assessor.grading.migrating.record import Rehearsed, Seen
from assessor.grading.migrating.rehearsal import Rehearsal
from assessor.grading.migrating.text import ChangeSet, Unreadable, read_change_set
from assessor.grading.migrating.theatre import Theatre

__all__ = [
    "STEPS",
    "Back",
    "Bounds",
    "Call",
    "Calm",
    "ChangeSet",
    "Cut",
    "Held",
    "Plan",
    "Rehearsal",
    "Rehearsed",
    "Seen",
    "Theatre",
    "Unreadable",
    "read_change_set",
]
